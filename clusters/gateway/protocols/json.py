"""JSON 1.0 and 1.1 (ECR, Logs, SSM): the operation in a header, a JSON body."""

from __future__ import annotations

import json
from typing import Any

from botocore.model import OperationModel

from clusters.gateway import json_shapes
from clusters.gateway.wire import WireRequest, WireResponse
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

CONTENT_TYPE = "application/x-amz-json-1.1"


def parse(operation: OperationModel, request: WireRequest) -> dict[str, Any]:
    """The request in the shape of the SDK's input."""
    shape = operation.input_shape
    if shape is None:
        return {}
    return json_shapes.read_body(shape, json_shapes.body(request.body))


def answer(operation: OperationModel, result: Doc, request_id: str) -> WireResponse:
    """The operation's result as an HTTP response."""
    shape = operation.output_shape
    members = json_shapes.write_body(shape, result) if shape is not None else {}
    return _response(200, members, request_id)


def refuse(refusal: Refusal, request_id: str) -> WireResponse:
    """A refusal in this dialect: the code is the body's `__type`."""
    members = {"__type": refusal.code, **refusal.details, "message": refusal.message}
    return _response(refusal.status, members, request_id)


def _response(status: int, members: Doc, request_id: str) -> WireResponse:
    headers = {"Content-Type": CONTENT_TYPE, "x-amzn-RequestId": request_id}
    return WireResponse(status, json.dumps(members).encode(), headers)
