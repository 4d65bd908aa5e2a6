"""What names mean in one stack at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusters.sim.aws.cloudformation import intrinsics, stack, stack_resource
from clusters.sim.aws.cloudformation.errors import TemplateError, ValidationError
from clusters.sim.aws.cloudformation.resource_type import Work, resource_types
from clusters.sim.aws.cloudformation.template import Template
from clusters.sim.aws.ec2 import account
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key

UNKNOWN = "<known after creation>"
"""Stands for what a resource that is not there yet will be."""


@dataclass(frozen=True)
class StackScope:
    """The names of a stack: its parameters, pseudo parameters and resources.

    `tolerant`: a resource that is not there yet counts as UNKNOWN, which is enough to
    tell what would change.
    """

    tx: Tx
    key: Key
    template: Template
    values: Mapping[str, Any]
    tolerant: bool = False
    unknown: frozenset[str] = frozenset()
    """Resources that are about to be replaced: what they are called will change."""

    def ref(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        if name.startswith("AWS::"):
            return self._pseudo(name)
        work, physical = self._made(name)
        if not physical:
            return UNKNOWN
        kind = resource_types[self.template.resources[name]["Type"]]
        return kind.ref(work, physical)

    def attribute(self, resource: str, name: str) -> Any:
        work, physical = self._made(resource)
        if not physical:
            return UNKNOWN
        kind = resource_types.get(self.template.resources[resource]["Type"])
        found = kind.attributes(work, physical) if kind else {}
        if name not in found:
            raise TemplateError(
                f"resource {resource} does not support attribute type {name} in Fn::GetAtt"
            )
        return found[name]

    def condition(self, name: str) -> bool:
        declared = self.template.section("Conditions")
        return intrinsics.holds(declared[name], self)

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        return self.template.section("Mappings").get(name)

    def zones(self, region: str) -> list[str]:
        return account.zones(self.tx, region or self.key.scope)

    def imported(self, name: str) -> str:
        found = stack.exports(self.tx, self.key.scope).get(name)
        if found is None:
            raise ValidationError(f"No export named {name} found.")
        return found[1]

    def check_conditions(self) -> None:
        """Refuse conditions that do not come to yes or no; nothing changes them later."""
        for name in self.template.section("Conditions"):
            self.condition(name)

    def wanted(self) -> list[str]:
        """The resources whose condition is met, in the template's order."""
        return [name for name, doc in self.template.resources.items() if self.met(doc)]

    def met(self, doc: Doc) -> bool:
        """Whether a resource or output with this body is to be there."""
        return "Condition" not in doc or self.condition(doc["Condition"])

    def properties(self, name: str) -> dict[str, Any]:
        """A resource's properties with all functions worked out."""
        declared = self.template.resources[name].get("Properties", {})
        found = intrinsics.evaluated(declared, self)
        if not isinstance(found, dict):
            raise ValidationError(f"Properties of resource {name} must be an object")
        return found

    def _made(self, name: str) -> tuple[Work, str]:
        item = self.tx.find(stack_resource.key(self.tx, self.key, name))
        physical = str(item.get("PhysicalResourceId", "")) if item else ""
        if name in self.unknown:
            physical = ""
        if not physical and not self.tolerant:
            raise TemplateError(f"resource {name} does not exist in this stack")
        return stack.work(self.tx, self.key, name), physical

    def _pseudo(self, name: str) -> Any:
        doc = self.tx.need(self.key)
        return {
            "AWS::AccountId": account.number(self.tx),
            "AWS::NotificationARNs": doc.get("NotificationARNs", []),
            "AWS::Partition": "aws",
            "AWS::Region": self.key.scope,
            "AWS::StackId": doc["StackId"],
            "AWS::StackName": doc["StackName"],
            "AWS::URLSuffix": "amazonaws.com",
        }.get(name, intrinsics.NO_VALUE)


def of_stack(tx: Tx, key: Key, *, tolerant: bool = False) -> StackScope:
    """The scope of a stack as it stands."""
    doc = tx.need(key)
    found, values = stack.template_of(doc), doc["_"]["resolved"]
    return StackScope(tx, key, found, values, tolerant)
