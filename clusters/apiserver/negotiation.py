"""Which form of an answer a client accepts."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from clusters.sim.kube.errors import KubeRefusal

META_GROUP = "meta.k8s.io"
CONVERSIONS = ("Table", "PartialObjectMetadata", "PartialObjectMetadataList")
JSON_RANGES = ("application/json", "application/*", "*/*")


class Form(NamedTuple):
    """JSON or YAML of the object itself, or of what it is converted to."""

    converted: str = ""
    yaml: bool = False


class Range(NamedTuple):
    """One media range of an Accept header."""

    media: str
    parameters: dict[str, str]


@lru_cache(maxsize=512)
def ranges(accept: str) -> tuple[Range, ...]:
    """The media ranges in the order given; weights are not honoured, as upstream."""
    found = []
    for text in accept.split(","):
        media, *parameters = (part.strip() for part in text.split(";"))
        pairs = (p.partition("=") for p in parameters)
        found.append(Range(media.lower(), {name: value for name, _, value in pairs}))
    return tuple(found)


@lru_cache(maxsize=512)
def form(accept: str) -> Form:
    """The first form that is spoken here. Refuses (406) when there is none."""
    if not accept.strip():
        return Form()
    for media, parameters in ranges(accept):
        conversion = parameters.get("as", "")
        if media in JSON_RANGES and not conversion:
            return Form()
        if media == "application/yaml" and not conversion:
            return Form(yaml=True)
        if media in JSON_RANGES and _converts(parameters):
            return Form(converted=conversion.removesuffix("List"))
    spoken = "application/json, application/yaml"
    if any("as" in parameters for _, parameters in ranges(accept)):
        table = f"application/json;as=Table;v=v1;g={META_GROUP}"
        partial = f"application/json;as=PartialObjectMetadata;v=v1;g={META_GROUP}"
        raise _not_acceptable(f"{spoken}, {table}, {partial}")
    raise _not_acceptable(spoken)


def _converts(parameters: dict[str, str]) -> bool:
    wanted = (parameters.get("g"), parameters.get("v"), parameters.get("as"))
    return wanted[:2] == (META_GROUP, "v1") and wanted[2] in CONVERSIONS


def _not_acceptable(spoken: str) -> KubeRefusal:
    text = f"only the following media types are accepted: {spoken}"
    return KubeRefusal("NotAcceptable", text, 406)
