"""What a request submits: a template, values for its parameters, tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from clusters.sim.aws.cloudformation import (
    intrinsics,
    parameters,
    scope,
    stack,
    template,
)
from clusters.sim.aws.cloudformation.errors import (
    InsufficientCapabilitiesException,
    ValidationError,
)
from clusters.sim.catalog import templates
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

STACK_TAGS = 50


@dataclass(frozen=True)
class Submission:
    """A checked template with everything that its stack needs to know."""

    template: template.Template
    values: Mapping[str, str]
    resolved: Mapping[str, Any]
    capabilities: tuple[str, ...]
    tags: tuple[Doc, ...] | None


def text(request: Doc, previous: Document | None = None) -> str:
    """The template that a request gives, points to, or keeps."""
    if request.get("UsePreviousTemplate"):
        if previous is None or not previous["_"]["template"]:
            raise ValidationError("No previous template to use")
        return str(previous["_"]["template"])
    given, url = request.get("TemplateBody"), request.get("TemplateURL")
    if bool(given) == bool(url):
        raise ValidationError(
            "Either Template URL or Template Body must be specified."
            if not given
            else "Template URL and Template Body can not both be specified."
        )
    return str(given) if given else _at(str(url))


def _at(url: str) -> str:
    """Our own templates can be named by their address; there is no S3 to fetch from."""
    name = urlsplit(url).path.rsplit("/templates/", 1)[-1]
    found = templates.find(name)
    if found is None:
        raise ValidationError(
            "TemplateURL must reference a valid S3 object to which you have access."
        )
    return found


def checked(
    view: Reader, region: str, request: Doc, previous: Document | None = None
) -> Submission:
    """The submission of a request; refused where anything in it is wrong."""
    found = template.parsed(text(request, previous))
    given = request.get("Capabilities") or ()
    if found.capability and not {found.capability, "CAPABILITY_NAMED_IAM"} & set(given):
        raise InsufficientCapabilitiesException(found.capability)
    before = previous["_"]["values"] if previous else {}
    values = parameters.values(
        found.parameters, request.get("Parameters") or (), before
    )
    tags = request.get("Tags")
    if tags is not None and len(tags) > STACK_TAGS:
        raise ValidationError("1 validation error detected: at most 50 tags")
    return Submission(
        found,
        values,
        parameters.resolved(view, region, found.parameters, values),
        tuple(given),
        None if tags is None else tuple(tags),
    )


def apply(tx: Tx, key: Key, submitted: Submission) -> None:
    """Have a stack work on a submission; what it was is kept for a rollback."""
    declared = submitted.template.parameters
    with tx.edit(key) as doc:
        doc["_"]["previous"] = {
            "template": doc["_"]["template"],
            "values": doc["_"]["values"],
            "resolved": doc["_"]["resolved"],
            "tags": doc["Tags"],
        }
        doc["_"]["template"] = submitted.template.text
        doc["_"]["values"] = dict(submitted.values)
        doc["_"]["resolved"] = dict(submitted.resolved)
        doc["_"]["done"], doc["_"]["failed"] = [], []
        if submitted.tags is not None:
            doc["Tags"] = [dict(tag) for tag in submitted.tags]
        if submitted.capabilities:
            doc["Capabilities"] = list(submitted.capabilities)
    describe(tx, key, declared)
    scope.of_stack(tx, key).check_conditions()


def start(tx: Tx, key: Key, status: str, request: Doc) -> None:
    """Let CloudFormation begin, on behalf of whoever asked."""
    imports = _imports(tx, key) if status != "DELETE_IN_PROGRESS" else []
    with tx.edit(key) as doc:
        doc["_"]["token"] = request.get("ClientRequestToken", "")
        doc["_"]["imports"] = imports
        if status == "UPDATE_IN_PROGRESS":
            doc["LastUpdatedTime"] = tx.epoch
    stack.turn(tx, key, status, "User Initiated")


def _imports(tx: Tx, key: Key) -> list[str]:
    """The exports of other stacks that the stack's template uses."""
    view = scope.of_stack(tx, key, tolerant=True)
    found = _import_arguments(view.template.data)
    return sorted({str(intrinsics.evaluated(name, view)) for name in found})


def _import_arguments(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for entry in value:
            yield from _import_arguments(entry)
    elif isinstance(value, dict):
        if "Fn::ImportValue" in value:
            yield value["Fn::ImportValue"]
        for entry in value.values():
            yield from _import_arguments(entry)


def describe(tx: Tx, key: Key, declared: Mapping[str, Any]) -> None:
    """Have the stack show the description and parameters that it works on."""
    with tx.edit(key) as doc:
        found = stack.template_of(doc)
        doc.pop("Description", None)
        if found.description:
            doc["Description"] = found.description
        doc["Parameters"] = parameters.shown(key.scope, declared, doc["_"]["values"])


def settle(tx: Tx, key: Key) -> None:
    """Forget what only a rollback would need."""
    with tx.edit(key) as doc:
        doc["_"].pop("previous", None)


def revert(tx: Tx, key: Key) -> None:
    """Go back to the template, values and tags of before."""
    with tx.edit(key) as doc:
        before = doc["_"]["previous"]
        for name in ("template", "values", "resolved"):
            doc["_"][name] = before[name]
        doc["Tags"] = before["tags"]
        doc["_"]["done"], doc["_"]["failed"] = [], []
    describe(tx, key, stack.template_of(tx.need(key)).parameters)
