"""Which form of an answer a client gets."""

from __future__ import annotations

import pytest

from clusters.apiserver.negotiation import Form, form
from clusters.sim.kube.errors import KubeRefusal

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", Form()),
        ("*/*", Form()),
        ("application/json", Form()),
        ("application/json;stream=watch", Form()),
        ("application/vnd.kubernetes.protobuf,application/json", Form()),
        ("application/vnd.kubernetes.protobuf, */*", Form()),
        ("application/yaml", Form(yaml=True)),
        (f"{TABLE},application/json", Form("Table")),
        (
            "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
            Form(),
        ),
        (
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
            Form("PartialObjectMetadata"),
        ),
    ],
)
def test_the_first_form_that_is_spoken_here_counts(accept, wanted):
    assert form(accept) == wanted


@pytest.mark.parametrize(
    "accept",
    [
        "application/vnd.kubernetes.protobuf",
        "application/cbor",
        "text/html",
        "application/json;as=Table;v=v9;g=meta.k8s.io",
        ";;;,=",
    ],
)
def test_nothing_acceptable_is_refused_and_says_what_is_spoken(accept):
    with pytest.raises(KubeRefusal) as refused:
        form(accept)
    assert refused.value.status == 406
    assert refused.value.message.startswith(
        "only the following media types are accepted: application/json"
    )
