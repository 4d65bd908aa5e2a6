"""EC2's own dialect of the query protocol: capitals, no wrappers, plain numbers."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel, Shape

from clusters.gateway import form_shapes, xml_shapes
from clusters.gateway.wire import WireRequest, WireResponse
from clusters.gateway.xml_shapes import element, text
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

TIMESTAMPS = "iso8601-milliseconds"


def spelled(shape: Shape, name: str) -> str:
    """How a request spells this member."""
    known = shape.serialization
    if "queryName" in known:
        return str(known["queryName"])
    wire = str(known.get("name", name))
    return wire[0].upper() + wire[1:] if "name" in known else wire


SPELLING = form_shapes.Spelling(member=spelled, item=lambda _: "")


def parse(operation: OperationModel, request: WireRequest) -> dict[str, Any]:
    """The request in the shape of the SDK's input."""
    return form_shapes.parse(operation.input_shape, request, SPELLING)


def answer(operation: OperationModel, result: Doc, request_id: str) -> WireResponse:
    """The operation's result as EC2 writes it."""
    shape = operation.output_shape
    content = element("requestId", request_id)
    if shape is not None:
        content += xml_shapes.members(shape, result, TIMESTAMPS)
    else:
        content += element("return", "true")
    root = element(
        f"{operation.name}Response", content, f"{operation.metadata['xmlNamespace']}/"
    )
    return _response(200, root, request_id)


def refuse(refusal: Refusal, request_id: str) -> WireResponse:
    """A refusal in this dialect."""
    error = element(
        "Error",
        element("Code", text(refusal.code)) + element("Message", text(refusal.message)),
    )
    content = element("Errors", error) + element("RequestID", request_id)
    return _response(refusal.status, element("Response", content), request_id)


def _response(status: int, root: str, request_id: str) -> WireResponse:
    return WireResponse(
        status,
        (xml_shapes.DECLARATION + root).encode(),
        {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": request_id},
    )
