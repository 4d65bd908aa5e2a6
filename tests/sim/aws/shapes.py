"""Requests and answers held against the SDK's own service models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape
from botocore.validate import ParamValidator

PYTHON: dict[str, Any] = {
    "structure": dict,
    "list": (list, tuple),
    "map": dict,
    "blob": (str, bytes),
    "string": str,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float, str),
    "boolean": bool,
}


UNDOCUMENTED = {
    "available",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
}
"""Values that the service is seen to answer, though its model does not list them."""


@cache
def service_model(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@cache
def model(action: str) -> OperationModel:
    service, name = action.split(":")
    return service_model(service).operation_model(name)


def check_request(action: str, request: Any) -> None:
    """The SDK itself would send this."""
    shape = model(action).input_shape
    problems = ParamValidator().validate(request, shape) if shape else None
    assert not problems or not problems.has_errors(), problems.generate_report()


def check_answer(action: str, answer: Any) -> None:
    """The SDK would read all of this."""
    shape = model(action).output_shape
    strange = list(misfits(shape, answer, action)) if shape else sorted(answer)
    assert not strange, strange


def misfits(shape: Shape, value: Any, where: str) -> Iterator[str]:
    """Where a value is not of its shape."""
    if not isinstance(value, PYTHON[shape.type_name]):
        yield f"{where}: {value!r} is no {shape.type_name}"
    elif shape.type_name == "structure":
        for name, entry in value.items():
            if name not in shape.members:
                yield f"{where}.{name} is unknown"
            else:
                yield from misfits(shape.members[name], entry, f"{where}.{name}")
    elif shape.type_name == "list":
        for at, entry in enumerate(value):
            yield from misfits(shape.member, entry, f"{where}[{at}]")
    elif getattr(shape, "enum", None) and value not in {*shape.enum, *UNDOCUMENTED}:
        yield f"{where}: {value!r} is none of {shape.enum}"
