"""REST-JSON (EKS): members in the path, the query, the headers and a JSON body."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import unquote_plus

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from clusters.gateway import json_shapes, scalars
from clusters.gateway.wire import WireRequest, WireResponse
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

CONTENT_TYPE = "application/json"


def parse(
    operation: OperationModel, request: WireRequest, labels: Doc
) -> dict[str, Any]:
    """The request in the shape of the SDK's input; `labels` are the path's parts."""
    shape = operation.input_shape
    if shape is None:
        return {}
    params = _body(shape, request.body)
    query = _query(request.query)
    for name, member in shape.members.items():
        value = _located(member, json_shapes.wire_name(member, name), labels, query)
        location = member.serialization.get("location")
        if location == "header":
            text = request.headers.get(json_shapes.wire_name(member, name).lower())
            value = None if text is None else scalars.from_text(member, text)
        if location == "headers":
            value = _header_map(member, request)
        if value is not None:
            params[name] = value
    return params


def answer(operation: OperationModel, result: Doc, request_id: str) -> WireResponse:
    """The operation's result as an HTTP response."""
    shape = operation.output_shape
    headers = {"Content-Type": CONTENT_TYPE, "x-amzn-RequestId": request_id}
    status = int(operation.http.get("responseCode", 200))
    if shape is None:
        return WireResponse(status, b"{}", headers)
    for name, member in shape.members.items():
        value = result.get(name)
        location = member.serialization.get("location")
        if value is None or location is None:
            continue
        if location == "statusCode":
            status = int(value)
        elif location == "header":
            headers[json_shapes.wire_name(member, name)] = _header_text(member, value)
        elif location == "headers":
            prefix = member.serialization.get("name", "")
            headers |= {prefix + key: str(item) for key, item in value.items()}
    return WireResponse(status, _payload(shape, result), headers)


def refuse(
    operation: OperationModel | None, refusal: Refusal, request_id: str
) -> WireResponse:
    """A refusal as EKS writes it: the code in a header, all members in the body."""
    members: dict[str, Any] = {}
    if operation is not None:
        shape = operation.service_model.shape_for_error_code(refusal.code)
        members = dict.fromkeys(shape.members) if shape is not None else {}
    members |= refusal.details
    members.pop("Message", None)
    members["message"] = refusal.message
    return WireResponse(
        refusal.status,
        json.dumps(members).encode(),
        {
            "Content-Type": CONTENT_TYPE,
            "x-amzn-RequestId": request_id,
            "x-amzn-ErrorType": refusal.code,
        },
    )


def _body(shape: StructureShape, body: bytes) -> dict[str, Any]:
    name = shape.serialization.get("payload")
    if name is None:
        return json_shapes.read_body(shape, json_shapes.body(body))
    if not body:
        return {}
    member = shape.members[name]
    if member.type_name == "blob":
        return {name: base64.b64encode(body).decode()}
    if member.type_name == "string":
        return {name: body.decode("utf-8", "replace")}
    return {name: json_shapes.read(member, json_shapes.body(body))}


def _query(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            found.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return found


def _located(
    member: Shape, wire_name: str, labels: Doc, query: dict[str, list[str]]
) -> Any:
    location = member.serialization.get("location")
    if location == "uri":
        return scalars.from_text(member, labels[wire_name])
    if location != "querystring":
        return None
    if isinstance(member, MapShape):
        many = isinstance(member.value, ListShape)
        return {key: values if many else values[0] for key, values in query.items()}
    if wire_name not in query:
        return None
    if isinstance(member, ListShape):
        return [scalars.from_text(member.member, text) for text in query[wire_name]]
    return scalars.from_text(member, query[wire_name][0])


def _header_map(member: Shape, request: WireRequest) -> dict[str, str]:
    prefix = member.serialization.get("name", "").lower()
    return {
        name[len(prefix) :]: value
        for name, value in request.headers.items()
        if name.startswith(prefix)
    }


def _header_text(member: Shape, value: Any) -> str:
    if isinstance(member, ListShape):
        return ", ".join(_header_text(member.member, item) for item in value)
    return scalars.to_text(member, value, "rfc822")


def _payload(shape: StructureShape, result: Doc) -> bytes:
    name = shape.serialization.get("payload")
    if name is None:
        return json.dumps(json_shapes.write_body(shape, result)).encode()
    member, value = shape.members[name], result.get(name, "")
    if member.type_name == "blob":
        return base64.b64decode(value)
    if member.type_name == "string":
        return str(value).encode()
    return json.dumps(json_shapes.write(member, value or {})).encode()
