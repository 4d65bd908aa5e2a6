"""One call of an AWS client: who, which operation, on what; and the answer."""

from __future__ import annotations

import uuid
from secrets import token_bytes
from typing import Any

from botocore.model import OperationModel
from django.db import OperationalError

from clusters import runtime
from clusters.callers.keys import Signer
from clusters.gateway import (
    authenticate,
    constraints,
    credentials,
    dialects,
    rate,
    service_models,
)
from clusters.gateway.protocols import ec2, json, query, rest_json
from clusters.gateway.service_models import Addressed, Service
from clusters.gateway.wire import WireRequest, WireResponse
from clusters.runtime import refused
from clusters.runtime.fresh import Gone
from clusters.sim.commands import AwsCall, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operations

PREFIX = "/aws"
WRITERS = {
    "ec2": ec2.answer,
    "json": json.answer,
    "query": query.answer,
    "rest-json": rest_json.answer,
}
READERS = {"ec2": ec2.parse, "json": json.parse, "query": query.parse}
XML_SERVICES = {"cloudfront", "route53", "s3"}
"""Services of none of our protocols whose clients expect errors in XML."""


def handle(request: WireRequest) -> WireResponse:
    """The answer to a call, in the dialect of whoever was called."""
    request_id = new_id()
    protocol = guessed(request)
    addressed: Addressed | None = None
    try:
        signature = authenticate.signature_of(protocol, request)
        service = service_models.find(signature.service, request)
        if service is None:
            protocol = "query" if signature.service in XML_SERVICES else protocol
            raise _not_simulated(signature.service)
        protocol = service_models.protocol(service, request)
        signer = authenticate.signer_of(protocol, request, signature)
        addressed = _addressed(service, protocol, request)
        result = _run(signer, addressed, protocol, request)
        return WRITERS[protocol](addressed.operation, result, request_id)
    except Refusal as refusal:
        operation = addressed.operation if addressed is not None else None
        return refuse(protocol, operation, refusal, request_id)


def new_id() -> str:
    """A request id, as every answer carries one."""
    return str(uuid.UUID(bytes=token_bytes(16), version=4))


def guessed(request: WireRequest) -> str:
    """The dialect of a request whose service is not known yet."""
    if "x-amz-target" in request.headers:
        return "json"
    form = "x-www-form-urlencoded" in request.headers.get("content-type", "")
    return "query" if form or "Action=" in request.query else "rest-json"


def refuse(
    protocol: str,
    operation: OperationModel | None,
    refusal: Refusal,
    request_id: str,
) -> WireResponse:
    """A refusal on the wire."""
    if protocol == "rest-json":
        return rest_json.refuse(operation, refusal, request_id)
    if protocol == "json":
        return json.refuse(refusal, request_id)
    if protocol == "ec2":
        return ec2.refuse(refusal, request_id)
    namespace = ""
    if operation is not None:
        namespace = str(operation.metadata.get("xmlNamespace", ""))
    return query.refuse(refusal, request_id, namespace)


def _addressed(service: Service, protocol: str, request: WireRequest) -> Addressed:
    path = request.raw_path.removeprefix(PREFIX) or "/"
    found = service_models.addressed(service, request, path)
    if found is not None:
        return found
    if protocol == "rest-json":
        words = f"{service.signing_name} has no operation {request.method} {path[:200]}"
    else:
        name = service_models.requested_name(service, request)[:200]
        words = f"The action {name} is not valid for this web service."
    raise dialects.refusal(protocol, "unknown operation", words)


def _run(
    signer: Signer, addressed: Addressed, protocol: str, request: WireRequest
) -> Doc:
    action = addressed.action
    known = operations.get(action)
    if known is None:
        raise _not_simulated(action)
    if not known.reads and not rate.writes.take(signer.sandbox):
        raise dialects.refusal(protocol, "throttled")
    params = _parameters(addressed, protocol, request)
    breaches = constraints.broken(addressed.operation.input_shape, params)
    if breaches:
        raise dialects.invalid(addressed.service, protocol, breaches)
    call = AwsCall(signer.caller, action, params)
    try:
        if rate.uses.take(signer.sandbox):
            runtime.used(signer.sandbox)
        result: Doc = runtime.execute(signer.sandbox, call)
    except Gone as error:
        raise dialects.refusal(protocol, "unknown key") from error
    except Refusal as refusal:
        refused.note_command(signer.sandbox, call, refusal)
        raise
    except OperationalError as error:
        words = "The simulation's database is busy; try again."
        raise dialects.refusal(protocol, "unavailable", words) from error
    return credentials.completed(signer, action, params, result)


def _parameters(
    addressed: Addressed, protocol: str, request: WireRequest
) -> dict[str, Any]:
    operation = addressed.operation
    if protocol == "rest-json":
        return rest_json.parse(operation, request, addressed.labels)
    return READERS[protocol](operation, request)


def _not_simulated(what: str) -> Refusal:
    return Refusal("NotImplemented", f"{what} is not simulated by Halfplane yet.", 501)
