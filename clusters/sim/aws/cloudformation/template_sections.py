"""A template's sections: are they there, known, and of the right form."""

from __future__ import annotations

import re
from typing import Any

from clusters.sim.aws.cloudformation.errors import TemplateFormatError, ValidationError
from clusters.sim.aws.cloudformation.resource_type import resource_types
from clusters.sim.catalog import cloudformation_types
from clusters.sim.commands import Doc

SECTIONS = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
    "Hooks",
)
RESOURCE_MEMBERS = (
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "Metadata",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "CreationPolicy",
    "UpdatePolicy",
)
LARGEST = {"Resources": 500, "Parameters": 200, "Outputs": 200, "Mappings": 200}
"""Quotas of the CloudFormation user guide (2026-08)."""
POLICIES = ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot")
NAME = re.compile(r"[A-Za-z0-9]+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
NUMBERS = ("MinLength", "MaxLength", "MinValue", "MaxValue")
TEXTS = ("Description", "ConstraintDescription", "AllowedPattern", "NoEcho")


def check(data: Doc) -> None:
    """Refuse a template whose form is at fault."""
    _check_sections(data)
    for name, doc in data["Resources"].items():
        _check_resource(name, doc)
    _check_types(data)
    _check_parameters(data)
    _check_outputs(data)


def _check_sections(data: Doc) -> None:
    unknown = [name for name in data if name not in SECTIONS]
    if unknown:
        text = f"Invalid template property or properties [{', '.join(unknown)}]"
        raise ValidationError(text)
    version = data.get("AWSTemplateFormatVersion", "2010-09-09")
    if version != "2010-09-09":
        raise TemplateFormatError(
            f"{version} is not a supported value for AWSTemplateFormatVersion."
        )
    for name in ("Parameters", "Mappings", "Conditions", "Resources", "Outputs"):
        if not isinstance(data.get(name, {}), dict):
            raise TemplateFormatError(f"[/{name}] {name} must be an object.")
    _check_sizes(data)
    if not data.get("Resources"):
        raise TemplateFormatError("At least one Resources member must be defined.")
    if "Transform" in data:
        named = data["Transform"]
        first = named[0] if isinstance(named, list) and named else named
        raise ValidationError(f"No transform named {first} found.")


def _check_sizes(data: Doc) -> None:
    for name, most in LARGEST.items():
        number = len(data.get(name, {}))
        if number > most:
            raise TemplateFormatError(
                f"Number of {name.lower()}, {number}, is greater than maximum allowed, {most}"
            )


def _check_resource(name: str, doc: Any) -> None:
    if not NAME.fullmatch(name):
        raise TemplateFormatError(f"Resource name {name} is non alphanumeric.")
    if not isinstance(doc, dict) or not isinstance(doc.get("Type"), str):
        raise TemplateFormatError(
            f"[/Resources/{name}] Every Resources object must contain a Type member."
        )
    for member in doc:
        if member not in RESOURCE_MEMBERS:
            raise ValidationError(f"Invalid template resource property '{member}'")
    if not isinstance(doc.get("Properties", {}), dict):
        raise TemplateFormatError(f"[/Resources/{name}/Properties] must be an object.")
    _check_resource_members(name, doc)


def _check_resource_members(name: str, doc: Doc) -> None:
    for member in ("DeletionPolicy", "UpdateReplacePolicy"):
        policy = doc.get(member, "Delete")
        if policy not in POLICIES:
            text = f"Unrecognized {member} {policy} for resource {name}"
            raise TemplateFormatError(text)
    _check_text("Condition", doc.get("Condition", ""))
    needed = doc.get("DependsOn", [])
    for other in needed if isinstance(needed, list) else [needed]:
        _check_text("DependsOn", other)


def _check_types(data: Doc) -> None:
    """Types that AWS does not have; those that only we lack fail when their turn comes."""
    unknown = sorted(
        {
            doc["Type"]
            for doc in data["Resources"].values()
            if doc["Type"] not in resource_types
            and not cloudformation_types.exists(doc["Type"])
        }
    )
    if unknown:
        raise TemplateFormatError(
            f"Unrecognized resource types: [{', '.join(unknown)}]"
        )


def _check_parameters(data: Doc) -> None:
    for name, doc in data.get("Parameters", {}).items():
        if not NAME.fullmatch(name):
            raise TemplateFormatError(f"Parameter name {name} is non alphanumeric.")
        if not isinstance(doc, dict) or not isinstance(doc.get("Type"), str):
            raise TemplateFormatError(
                f"[/Parameters/{name}] Every Parameters object must contain a Type member."
            )
        _check_parameter(doc)


def _check_parameter(doc: Doc) -> None:
    if not isinstance(doc.get("AllowedValues", []), list):
        raise TemplateFormatError("Every AllowedValues member must be a list.")
    for value in (*doc.get("AllowedValues", ()), doc.get("Default", "")):
        _check_scalar("Default", value)
    for member in TEXTS:
        _check_scalar(member, doc.get(member, ""))
    for member in NUMBERS:
        if not NUMBER.fullmatch(str(doc.get(member, 0))):
            raise TemplateFormatError(f"Every {member} member must be a number.")


def _check_outputs(data: Doc) -> None:
    for name, doc in data.get("Outputs", {}).items():
        if not isinstance(doc, dict) or "Value" not in doc:
            raise TemplateFormatError(
                f"[/Outputs/{name}] Every Outputs member must contain a Value object"
            )
        for member in ("Description", "Condition"):
            _check_text(member, doc.get(member, ""))
        export = doc.get("Export", {"Name": ""})
        if not isinstance(export, dict) or "Name" not in export:
            raise TemplateFormatError(
                f"[/Outputs/{name}/Export] Every Export member must contain a Name object"
            )


def _check_scalar(member: str, value: Any) -> None:
    if isinstance(value, (dict, list)):
        raise TemplateFormatError(f"Every {member} member must be a string.")


def _check_text(member: str, value: Any) -> None:
    if not isinstance(value, str):
        raise TemplateFormatError(f"Every {member} member must be a string.")
