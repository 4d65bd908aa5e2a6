"""Whatever comes over the wire is answered or refused; nothing is an accident."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters import callers
from clusters.callers.keys import Signer
from clusters.gateway import authenticate, calls, rate, service_models
from clusters.gateway.service_models import PREFERENCE, SERVICES
from clusters.gateway.wire import WireRequest
from clusters.sim.registry import operations
from tests.examples import examples
from tests.gateway import samples

pytestmark = pytest.mark.property

SCOPES = ("eks", "iam", "ec2", "ecr", "sts", "elasticloadbalancing", "monitoring")
SEEDS = 4
FORM = "application/x-www-form-urlencoded"
texts = st.text(st.characters(codec="latin-1"), max_size=20)
forms = st.builds(
    "Action={}&Version=2010-05-08&{}={}".format,
    st.sampled_from(["GetRole", "CreateRole", "DescribeVpcs", "CreateSubnet", "x"]),
    st.sampled_from(["RoleName", "Tags.member.1.Key", "Filter.1.Value.1", "a..b", "."]),
    texts,
)


@pytest.fixture
def let_in(sandbox, owner, monkeypatch):
    """Requests need no right signature here: only what they say is tried."""
    found = callers.signer(owner.access_key_id, "", "us-west-2")
    monkeypatch.setattr(authenticate, "signer_of", lambda *_: Signer(*found))
    monkeypatch.setattr(rate, "writes", rate.Buckets(burst=1e9))


def scope(service: str) -> str:
    return (
        f"AWS4-HMAC-SHA256 Credential=AKIA/20261121/{service}/{service}/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )


def signed(service: str, wire: WireRequest) -> WireRequest:
    headers = {
        **wire.headers,
        "authorization": scope(service),
        "x-amz-date": "20261121T120000Z",
    }
    return WireRequest(wire.method, wire.raw_path, wire.query, headers, wire.body)


def is_told(status: int) -> bool:
    return status < 500 or status == 501


def requests(wires: st.SearchStrategy[WireRequest]):
    quietly = settings(
        max_examples=examples(200),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    return lambda test: quietly(given(wire=wires)(test))


WIRES = st.builds(
    lambda service, target, **parts: signed(
        service, WireRequest(headers={"content-type": FORM, **target}, **parts)
    ),
    service=st.sampled_from(SCOPES),
    target=st.sampled_from([{}, {"x-amz-target": "x"}, {"x-amz-target": "Logs.X"}]),
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "BREW"]),
    raw_path=st.sampled_from(["/aws", "/aws/clusters", "/aws/clusters/%zz%ff"])
    | texts.map("/aws/{}".format),
    query=texts | forms,
    body=st.binary(max_size=40) | forms.map(str.encode),
)


@requests(WIRES)
def test_no_bytes_are_an_accident(let_in, wire):
    assert is_told(calls.handle(wire).status)


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.model_name)
def test_whatever_the_model_allows_is_answered_or_refused(let_in, service):
    model = service_models.model(service)
    protocols = model.metadata["protocols"]
    spoken = next(name for name in PREFERENCE if name in protocols)
    for name in model.operation_names:
        if service.action(str(name)) not in operations:
            continue
        operation = model.operation_model(name)
        for seed in range(SEEDS):
            rng = random.Random(f"{name}{seed}")  # noqa: S311
            shape = operation.input_shape
            params = samples.structure(shape, rng) if shape is not None else {}
            wire = samples.sent(spoken, operation, params)
            answer = calls.handle(signed(service.signing_name, wire))
            assert is_told(answer.status), (name, answer.body)
