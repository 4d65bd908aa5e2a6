"""Launch templates: named, versioned answers to "what shall an instance be?"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

LAUNCH_TEMPLATE = resource.LAUNCH_TEMPLATE
NAME = re.compile(r"[a-zA-Z0-9().\-/_]{3,128}")


def create(  # noqa: PLR0913 a resource has many parts, by name
    tx: Tx,
    region: str,
    name: str,
    data: Doc,
    *,
    created_by: str,
    description: str = "",
    tags: Iterable[Doc] = (),
) -> Key:
    """A template with its version 1."""
    if not NAME.fullmatch(name):
        text = (
            "Launch template name must be between 3 and 128 characters, and may "
            "contain letters, numbers, and the following characters: - ( ) . / _."
        )
        raise Refusal("InvalidLaunchTemplateName.MalformedException", text)
    if tx.by(LAUNCH_TEMPLATE.kind, "name", name) and _named(tx, region, name):
        text = "Launch template name already in use."
        raise Refusal("InvalidLaunchTemplateName.AlreadyExistsException", text)
    template_id = LAUNCH_TEMPLATE.new_id(tx)
    key = LAUNCH_TEMPLATE.key(region, template_id)
    doc: dict[str, Any] = {
        "LaunchTemplateId": template_id,
        "LaunchTemplateName": name,
        "CreateTime": tx.epoch,
        "CreatedBy": created_by,
        "DefaultVersionNumber": 1,
        "LatestVersionNumber": 0,
        **resource.tagged(LAUNCH_TEMPLATE, tags),
        "_": {"versions": [], "created": tx.now},
    }
    tx.add(key, doc)
    add_version(tx, key, data, created_by=created_by, description=description)
    return key


def add_version(
    tx: Tx, key: Key, data: Doc, *, created_by: str, description: str = ""
) -> int:
    """Append a version; its number."""
    with tx.edit(key) as doc:
        number = int(doc["LatestVersionNumber"]) + 1
        doc["LatestVersionNumber"] = number
        version = {
            "LaunchTemplateId": doc["LaunchTemplateId"],
            "LaunchTemplateName": doc["LaunchTemplateName"],
            "VersionNumber": number,
            "CreateTime": tx.epoch,
            "CreatedBy": created_by,
            "LaunchTemplateData": dict(data),
        }
        if description:
            version["VersionDescription"] = description
        doc["_"]["versions"].append(version)
    return number


def _named(view: Reader, region: str, name: str) -> Key | None:
    found = view.by(LAUNCH_TEMPLATE.kind, "name", name)
    return next((key for key, _ in found if key.scope == region), None)


def located(view: Reader, region: str, request: Doc) -> Key:
    """The template that a request names by LaunchTemplateId or LaunchTemplateName."""
    template_id = request.get("LaunchTemplateId")
    name = request.get("LaunchTemplateName")
    if bool(template_id) == bool(name):
        text = (
            "The request must contain exactly one of LaunchTemplateId "
            "or LaunchTemplateName."
        )
        raise Refusal("MissingParameter", text)
    if template_id:
        LAUNCH_TEMPLATE.require(view, region, template_id)
        return LAUNCH_TEMPLATE.key(region, template_id)
    key = _named(view, region, str(name))
    if key is None:
        text = (
            f"The specified launch template, with template name {name}, does not exist."
        )
        raise Refusal("InvalidLaunchTemplateName.NotFoundException", text)
    return key


def version(doc: Doc, wanted: str = "$Default") -> Doc:
    """A version by number, `$Default` or `$Latest`."""
    numbers = {
        "$Default": str(doc["DefaultVersionNumber"]),
        "$Latest": str(doc["LatestVersionNumber"]),
        "": str(doc["DefaultVersionNumber"]),
    }
    number = numbers.get(wanted, wanted)
    for entry in doc["_"]["versions"]:
        if str(entry["VersionNumber"]) == number:
            return {
                **entry,
                "DefaultVersion": entry["VersionNumber"] == doc["DefaultVersionNumber"],
            }
    text = f"Could not find the specified version {wanted} for the launch template with ID {doc['LaunchTemplateId']}."
    raise Refusal("InvalidLaunchTemplateId.VersionNotFound", text)
