"""What CloudFormation's answers share: pages, parameters, capabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.aws import paging
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.template import IAM_TYPES, Template
from clusters.sim.commands import Doc

PAGE = 100


def page(member: str, items: Sequence[Any], request: Doc) -> dict[str, Any]:
    """One page of items under the answer's member."""
    invalid = ValidationError("Invalid NextToken")
    part, more = paging.page(items, request, invalid, most=PAGE)
    return {member: part, **more}


def declared(found: Template, *, constraints: bool) -> list[dict[str, Any]]:
    """The template's parameters."""
    entries = []
    for name, doc in found.parameters.items():
        entry: dict[str, Any] = {
            "ParameterKey": name,
            "NoEcho": str(doc.get("NoEcho", "false")).lower() == "true",
        }
        if "Default" in doc:
            entry["DefaultValue"] = str(doc["Default"])
        if "Description" in doc:
            entry["Description"] = str(doc["Description"])
        if constraints:
            allowed = [str(value) for value in doc.get("AllowedValues", ())]
            entry["ParameterType"] = doc["Type"]
            entry["ParameterConstraints"] = (
                {"AllowedValues": allowed} if allowed else {}
            )
        entries.append(entry)
    return entries


def capabilities(found: Template) -> dict[str, Any]:
    """What the template's submitter must acknowledge, and why."""
    if not found.capability:
        return {}
    types = sorted(
        {doc["Type"] for doc in found.resources.values() if doc["Type"] in IAM_TYPES}
    )
    reason = f"The following resource(s) require capabilities: [{', '.join(types)}]"
    return {"Capabilities": [found.capability], "CapabilitiesReason": reason}
