"""Applies a patch to a live object, by the patch's media type."""

from __future__ import annotations

from typing import Any

from clusters.sim.kube import json_patch, schema, strategic_merge
from clusters.sim.kube.errors import BadRequest, Invalid, KubeRefusal, Rejected
from clusters.sim.kube.fields import invalid
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.openapi.structs import described
from clusters.sim.kube.schema import Problems
from clusters.sim.kube.wire import encoded
from clusters.sim.tx import thawed

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json"
TYPES = (JSON_PATCH, MERGE_PATCH, STRATEGIC_MERGE_PATCH)
MAX_OPERATIONS = 10_000


def apply_patch(
    version: str, kind: Kind, live: dict[str, Any], patch_type: str, body: Any
) -> dict[str, Any]:
    """The object with the patch in it; `live` stays as it was. May refuse.

    What comes out is not typed yet: let `judged` read it.
    """
    copy = thawed(live)
    if patch_type == JSON_PATCH:
        return _json_patch(copy, body)
    if not isinstance(body, dict):
        raise BadRequest("error decoding patch: the patch must be a JSON object")
    if patch_type == MERGE_PATCH:
        return merge(copy, body)
    known = described(version, kind.group_version, kind.kind)
    try:
        return strategic_merge.merge(known.known, known.fields, copy, thawed(body))
    except strategic_merge.BadPatch as error:
        raise BadRequest(str(error)) from error


def judged(
    version: str, kind: Kind, patched: dict[str, Any], patch_type: str, body: Any
) -> Problems:
    """The patched object as the typed decoder reads it; refuses values of wrong type.

    A strict caller refuses with `strict_refusal` what is `unknown`.
    """
    problems = schema.check(version, kind.group_version, kind.kind, patched)
    if patch_type == STRATEGIC_MERGE_PATCH:
        # Names that the patch itself says twice are lost in the patched object.
        itself = schema.check(version, kind.group_version, kind.kind, body).unknown
        twice = [text for text in itself if text.startswith("duplicate")]
        problems.unknown += [text for text in twice if text not in problems.unknown]
    if problems.wrong:
        strategic = patch_type == STRATEGIC_MERGE_PATCH
        text = problems.unrestorable if strategic else problems.wrong
        raise _refusal(version, patched, patch_type, body, text)
    return problems


def strict_refusal(
    version: str,
    patched: dict[str, Any],
    patch_type: str,
    body: Any,
    unknown: list[str],
) -> KubeRefusal:
    """What `fieldValidation=Strict` says to a patch with unknown fields."""
    text = f"strict decoding error: {', '.join(unknown)}"
    return _refusal(version, patched, patch_type, body, text)


def merge(live: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """JSON merge patch (RFC 7386): null deletes, lists are replaced whole."""
    for name, value in patch.items():
        if value is None:
            live.pop(name, None)
        elif isinstance(value, dict):
            old = live.get(name)
            live[name] = merge(old if isinstance(old, dict) else {}, value)
        else:
            live[name] = value
    return live


def _json_patch(live: dict[str, Any], body: Any) -> dict[str, Any]:
    if not isinstance(body, list):
        raise BadRequest("error decoding patch: the patch must be a JSON array")
    if len(body) > MAX_OPERATIONS:
        text = (
            f"The allowed maximum operations in a JSON patch is {MAX_OPERATIONS}, "
            f"got {len(body)}"
        )
        raise KubeRefusal("RequestEntityTooLarge", text, 413)
    try:
        out = json_patch.patched(live, thawed(body))
    except json_patch.PatchFailed as error:
        text = "the server rejected our request due to an error in our request"
        raise Rejected(text) from error
    if not isinstance(out, dict):
        raise Rejected("the server rejected our request due to an error in our request")
    return out


def _refusal(
    version: str, patched: dict[str, Any], patch_type: str, body: Any, text: str
) -> KubeRefusal:
    """The refused patch itself stands in the message: Go prints a strategic one."""
    if patch_type == STRATEGIC_MERGE_PATCH:
        value = strategic_merge.go_text(body)
    else:
        value = encoded(patched).decode()
    minor = int(version.partition(".")[2])
    return Invalid("", "", [invalid("patch", value, text)], minor)
