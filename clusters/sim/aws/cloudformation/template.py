"""A template: its sections, checked as CloudFormation checks them on submission."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from clusters.sim.aws.cloudformation import references, template_text
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
POLICIES = ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot")
PSEUDO = (
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
)
NAME = re.compile(r"[A-Za-z0-9]+")
IAM_NAMES = {
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
}
IAM_TYPES = (*IAM_NAMES, "AWS::IAM::Policy", "AWS::IAM::AccessKey")


@dataclass(frozen=True)
class Template:
    """A checked template. Never changed: parsing is cached by the text."""

    text: str
    data: Mapping[str, Any]

    def section(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.data.get(name, {})
        return found

    @property
    def parameters(self) -> dict[str, Any]:
        return self.section("Parameters")

    @property
    def resources(self) -> dict[str, Any]:
        return self.section("Resources")

    @property
    def outputs(self) -> dict[str, Any]:
        return self.section("Outputs")

    @property
    def description(self) -> str:
        return str(self.data.get("Description", ""))

    @cached_property
    def needs(self) -> dict[str, frozenset[str]]:
        """Resource -> the resources that must be there before it."""
        return {name: frozenset(_needed(self, name)) for name in self.resources}

    @cached_property
    def capability(self) -> str:
        """What the caller must acknowledge; empty when nothing."""
        held = [doc for doc in self.resources.values() if doc["Type"] in IAM_TYPES]
        if any(IAM_NAMES.get(doc["Type"]) in doc.get("Properties", {}) for doc in held):
            return "CAPABILITY_NAMED_IAM"
        return "CAPABILITY_IAM" if held else ""


@lru_cache(maxsize=64)
def parsed(text: str) -> Template:
    """The template of a text; a Refusal says what is wrong with it."""
    found = Template(text, template_text.loaded(text))
    _check_sections(found.data)
    for name, doc in found.resources.items():
        _check_resource(name, doc)
    _check_types(found)
    _check_parameters(found)
    _check_references(found)
    _check_circles(found)
    return found


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
    if not data.get("Resources"):
        raise TemplateFormatError("At least one Resources member must be defined.")
    if "Transform" in data:
        named = data["Transform"]
        first = named[0] if isinstance(named, list) and named else named
        raise ValidationError(f"No transform named {first} found.")


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
    for member in ("DeletionPolicy", "UpdateReplacePolicy"):
        if (
            isinstance(doc.get(member, "Delete"), str)
            and doc.get(member, "Delete") not in POLICIES
        ):
            raise TemplateFormatError(
                f"Unrecognized {member} {doc[member]} for resource {name}"
            )


def _check_types(found: Template) -> None:
    """Types that AWS does not have; those that only we lack fail when their turn comes."""
    unknown = sorted(
        {
            doc["Type"]
            for doc in found.resources.values()
            if doc["Type"] not in resource_types
            and not cloudformation_types.exists(doc["Type"])
        }
    )
    if unknown:
        raise TemplateFormatError(
            f"Unrecognized resource types: [{', '.join(unknown)}]"
        )


def _check_parameters(found: Template) -> None:
    for name, doc in found.parameters.items():
        if not NAME.fullmatch(name):
            raise TemplateFormatError(f"Parameter name {name} is non alphanumeric.")
        if not isinstance(doc, dict) or "Type" not in doc:
            raise TemplateFormatError(
                f"[/Parameters/{name}] Every Parameters object must contain a Type member."
            )
    for name, doc in found.outputs.items():
        if not isinstance(doc, dict) or "Value" not in doc:
            raise TemplateFormatError(
                f"[/Outputs/{name}] Every Outputs member must contain a Value object"
            )


def _check_references(found: Template) -> None:
    known = {*PSEUDO, *found.parameters, *found.resources}
    _check_known("Resources", _unknown(found.resources.values(), known))
    _check_known("Outputs", _unknown(found.outputs.values(), known))
    for name in found.resources:
        for other in _depends_on(found, name):
            if other not in found.resources:
                _check_known("Resources", [other])
    declared = found.section("Conditions")
    for block in ("Resources", "Outputs"):
        for name in _named_conditions(found, block):
            if name not in declared:
                raise TemplateFormatError(
                    f"Unresolved condition dependency {name} in the {block} block of the template"
                )


def _named_conditions(found: Template, block: str) -> Iterator[str]:
    for doc in found.section(block).values():
        if isinstance(doc.get("Condition"), str):
            yield doc["Condition"]
        # A policy document has "Condition" members of its own, which are objects.
        yield from references.conditions(doc.get("Properties", doc.get("Value")))


def _unknown(values: Iterable[Any], known: set[str]) -> list[str]:
    found = []
    for doc in values:
        parts = [doc.get(part) for part in ("Properties", "Value", "Export")]
        found += [name for name in references.names(parts) if name not in known]
    return found


def _check_known(block: str, unknown: list[str]) -> None:
    if unknown:
        listed = ", ".join(sorted(set(unknown)))
        raise TemplateFormatError(
            f"Unresolved resource dependencies [{listed}] in the {block} block of the template"
        )


def _depends_on(found: Template, name: str) -> list[str]:
    named = found.resources[name].get("DependsOn", [])
    return [named] if isinstance(named, str) else list(named)


def _needed(found: Template, name: str) -> Iterator[str]:
    yield from _depends_on(found, name)
    for other in references.names(found.resources[name].get("Properties", {})):
        if other in found.resources:
            yield other


def _check_circles(found: Template) -> None:
    left = dict(found.needs)
    while left:
        free = [name for name, needs in left.items() if not needs & left.keys()]
        if not free:
            raise ValidationError(
                f"Circular dependency between resources: [{', '.join(sorted(left))}]"
            )
        for name in free:
            del left[name]
