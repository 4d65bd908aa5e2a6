"""Every operation of every service reads and writes as botocore does."""

from __future__ import annotations

import random

import pytest
from botocore.parsers import create_parser

from clusters.gateway import constraints, service_models
from clusters.gateway.protocols import ec2, json, query, rest_json
from clusters.gateway.service_models import SERVICES, Service
from clusters.sim.errors import Refusal
from tests.gateway import samples

PARSERS = {"query": query, "ec2": ec2, "json": json}
SAMPLES = 2


def spoken(service: Service) -> str:
    protocols = service_models.model(service).metadata["protocols"]
    return next(name for name in service_models.PREFERENCE if name in protocols)


def draws(service: Service):
    """(operation, random) pairs: every operation, a few fixed seeds each."""
    model = service_models.model(service)
    for name in model.operation_names:
        for seed in range(SAMPLES):
            yield model.operation_model(name), random.Random(f"{name}{seed}")  # noqa: S311


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.model_name)
def test_a_request_reads_as_the_sdk_user_wrote_it(service):
    protocol = spoken(service)
    for operation, rng in draws(service):
        shape = operation.input_shape
        params = samples.structure(shape, rng) if shape is not None else {}
        if protocol in {"query", "ec2"}:
            params = samples.without_empty(params)
        wire = samples.sent(protocol, operation, params)
        path = wire.raw_path.removeprefix("/aws")
        found = service_models.addressed(service, wire, path)
        assert found is not None
        assert found.operation.name == operation.name
        if protocol == "rest-json":
            read = rest_json.parse(operation, wire, found.labels)
        else:
            read = PARSERS[protocol].parse(operation, wire)
        assert read == samples.as_document(params), operation.name


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.model_name)
def test_a_result_reads_as_the_operation_wrote_it(service):
    protocol = spoken(service)
    parser = create_parser(protocol)
    writer = PARSERS.get(protocol, rest_json)
    for operation, rng in draws(service):
        if operation.has_event_stream_output:
            continue
        shape = operation.output_shape
        result = samples.structure(shape, rng) if shape is not None else {}
        response = writer.answer(operation, samples.as_document(result), "rid-1")
        parsed = parser.parse(
            {
                "status_code": response.status,
                "headers": {k.lower(): v for k, v in response.headers.items()},
                "body": response.body,
            },
            shape,
        )
        metadata = parsed.pop("ResponseMetadata")
        assert metadata["RequestId"] == "rid-1"
        assert parsed == result, operation.name


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.model_name)
def test_a_refusal_reads_as_the_error_it_is(service):
    protocol = spoken(service)
    parser = create_parser(protocol)
    model = service_models.model(service)
    operation = model.operation_model(model.operation_names[0])
    refusal = Refusal("SomethingInUse", "It is <in> use & busy.", 409)
    if protocol == "rest-json":
        response = rest_json.refuse(operation, refusal, "rid-2")
    else:
        response = PARSERS[protocol].refuse(refusal, "rid-2")
    parsed = parser.parse(
        {
            "status_code": response.status,
            "headers": {k.lower(): v for k, v in response.headers.items()},
            "body": response.body,
        },
        operation.output_shape,
    )
    assert parsed["Error"]["Code"] == "SomethingInUse"
    assert parsed["Error"]["Message"] == "It is <in> use & busy."
    assert parsed["ResponseMetadata"]["RequestId"] == "rid-2"
    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == 409


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.model_name)
def test_what_an_sdk_may_send_breaks_no_type_constraint(service):
    for operation, rng in draws(service):
        shape = operation.input_shape
        params = samples.structure(shape, rng) if shape is not None else {}
        found = constraints.broken(shape, samples.as_document(params))
        assert {b.kind for b in found} <= {"pattern", "length", "range", "enum"}
