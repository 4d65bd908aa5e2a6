"""Query (IAM, STS, CloudFormation, Auto Scaling): a form in, XML out."""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, OperationModel, Shape

from clusters.gateway import form_shapes, xml_shapes
from clusters.gateway.wire import WireRequest, WireResponse
from clusters.gateway.xml_shapes import element, text
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

SERVER_ERROR = 500


def _member(shape: Shape, name: str) -> str:
    return str(shape.serialization.get("name", name))


def _item(shape: ListShape) -> str:
    if shape.serialization.get("flattened"):
        return ""
    return str(shape.member.serialization.get("name", "member"))


SPELLING = form_shapes.Spelling(member=_member, item=_item)


def parse(operation: OperationModel, request: WireRequest) -> dict[str, Any]:
    """The request in the shape of the SDK's input."""
    return form_shapes.parse(operation.input_shape, request, SPELLING)


def answer(operation: OperationModel, result: Doc, request_id: str) -> WireResponse:
    """The operation's result, wrapped as the service wraps it."""
    shape = operation.output_shape
    content = ""
    if shape is not None:
        content = xml_shapes.members(shape, result, "iso8601")
        wrapper = shape.serialization.get("resultWrapper")
        content = element(wrapper, content) if wrapper else content
    metadata = element("ResponseMetadata", element("RequestId", request_id))
    return _response(
        200,
        f"{operation.name}Response",
        content + metadata,
        str(operation.metadata.get("xmlNamespace", "")),
        request_id,
    )


def refuse(refusal: Refusal, request_id: str, namespace: str = "") -> WireResponse:
    """A refusal in this dialect."""
    fault = "Receiver" if refusal.status >= SERVER_ERROR else "Sender"
    details = "".join(
        element(name, text(str(value))) for name, value in refusal.details.items()
    )
    error = element(
        "Error",
        element("Type", fault)
        + element("Code", text(refusal.code))
        + element("Message", text(refusal.message))
        + details,
    )
    content = error + element("RequestId", request_id)
    return _response(refusal.status, "ErrorResponse", content, namespace, request_id)


def _response(
    status: int, root: str, content: str, namespace: str, request_id: str
) -> WireResponse:
    return WireResponse(
        status,
        element(root, content, namespace).encode(),
        {"Content-Type": "text/xml", "x-amzn-RequestId": request_id},
    )
