"""A template: its sections, checked as CloudFormation checks them on submission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from clusters.sim.aws.cloudformation import references, template_sections, template_text
from clusters.sim.aws.cloudformation.errors import TemplateFormatError, ValidationError

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
    template_sections.check(found.data)
    _check_references(found)
    _check_circles("resources", found.needs)
    _check_circles("conditions", _condition_needs(found))
    return found


def _check_references(found: Template) -> None:
    known = {*PSEUDO, *found.parameters, *found.resources}
    _check_known("Resources", _unknown(found.resources.values(), known))
    _check_known("Outputs", _unknown(found.outputs.values(), known))
    named = set(references.names(found.section("Conditions")))
    if named - {*PSEUDO, *found.parameters}:
        listed = ", ".join(sorted(named - {*PSEUDO, *found.parameters}))
        raise TemplateFormatError(
            f"Unresolved dependencies [{listed}]. Cannot reference resources in the "
            "Conditions block of the template"
        )
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


def _condition_needs(found: Template) -> dict[str, frozenset[str]]:
    """Condition -> the conditions that it names, which must be declared."""
    declared = found.section("Conditions")
    needs = {}
    for name, body in declared.items():
        needs[name] = frozenset(references.conditions(body))
        for other in needs[name]:
            if other not in declared:
                raise TemplateFormatError(
                    f"Unresolved condition dependency {other} in the Conditions block of the template"
                )
    return needs


def _check_circles(what: str, needs: Mapping[str, frozenset[str]]) -> None:
    left = dict(needs)
    while left:
        free = [name for name, others in left.items() if not others & left.keys()]
        if not free:
            raise ValidationError(
                f"Circular dependency between {what}: [{', '.join(sorted(left))}]"
            )
        for name in free:
            del left[name]
