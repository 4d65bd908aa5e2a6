"""A managed node group as a form says it: the request and the command that it makes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from clusters.console.commands import aws_command
from clusters.console.nodes import node_roles
from clusters.console.typed import is_number
from clusters.sim.aws.eks import nodegroup
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

DEFAULTS = {
    "nodegroupName": "web",
    "nodeRole": node_roles.DEFAULT,
    "amiType": nodegroup.X86,
    "instanceTypes": "t3.medium",
    "diskSize": "20",
    "minSize": "2",
    "desiredSize": "2",
    "maxSize": "2",
    "maxUnavailable": "1",
    "labels": "",
    "taints": "",
}
"""As the EKS console fills its form in."""
SIZES = ("minSize", "desiredSize", "maxSize")
EFFECTS = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}
"""Kubernetes' effects, and how EKS spells them."""
DIGITS = 6
INVALID = "InvalidParameterException"


@dataclass(frozen=True)
class Draft:
    """What was typed, by field, and the subnets that were chosen."""

    typed: Mapping[str, str]
    subnets: tuple[str, ...]

    def named(self, name: str) -> Draft:
        return replace(self, typed={**self.typed, "nodegroupName": name})

    def number(self, member: str, least: int = 0) -> int:
        """A field's number. Raises Refusal for what is none."""
        text = self.typed[member].strip()
        if not is_number(text, digits=DIGITS) or int(text) < least:
            most = 10**DIGITS - 1
            told = f"{member} must be a whole number from {least} to {most}, not {text[:20]!r}."
            raise Refusal(INVALID, told)
        return int(text)

    def types(self) -> list[str]:
        return self.typed["instanceTypes"].replace(",", " ").split()

    def labels(self) -> dict[str, str]:
        """One a line: `team=shop`. Raises Refusal."""
        found = {}
        for line in _lines(self.typed["labels"]):
            key, sign, value = line.partition("=")
            if not sign:
                told = f"labels: {line[:60]!r} is not key=value."
                raise Refusal(INVALID, told)
            found[key.strip()] = value.strip()
        return found

    def taints(self) -> list[dict[str, str]]:
        """One a line, as kubectl writes them: `dedicated=db:NoSchedule`."""
        found = []
        for line in _lines(self.typed["taints"]):
            pair, _, effect = line.rpartition(":")
            key, _, value = pair.partition("=")
            if not key or effect not in EFFECTS:
                told = (
                    f"taints: {line[:60]!r} is not key=value:effect, with the effect "
                    f"{', '.join(EFFECTS)}."
                )
                raise Refusal(INVALID, told)
            found.append({"key": key, "value": value, "effect": EFFECTS[effect]})
        return found

    def request(self, cluster: str, account: str) -> dict[str, Any]:
        """CreateNodegroup's request. Raises Refusal for what cannot be one."""
        asked: dict[str, Any] = {
            "clusterName": cluster,
            "nodegroupName": self.typed["nodegroupName"].strip(),
            "nodeRole": f"arn:aws:iam::{account}:role/{self.typed['nodeRole']}",
            "subnets": list(self.subnets),
            "amiType": self.typed["amiType"],
            "instanceTypes": self.types(),
            "diskSize": self.number("diskSize", least=1),
            "scalingConfig": {size: self.number(size) for size in SIZES},
            "updateConfig": {"maxUnavailable": self.number("maxUnavailable")},
        }
        if labels := self.labels():
            asked["labels"] = labels
        if taints := self.taints():
            asked["taints"] = taints
        return asked


def read(form: QueryDict, subnets: Sequence[str] | None = None) -> Draft:
    """What a form says; what it leaves out has EKS's default, or these subnets."""
    typed = {name: form.get(name, value)[:2000] for name, value in DEFAULTS.items()}
    chosen = form.getlist("subnets") if subnets is None else subnets
    return Draft(typed, tuple(chosen[:32]))


def command(asked: Doc) -> str:
    """The same request as an aws command."""
    taints = asked.get("taints")
    return aws_command.command(
        "eks create-nodegroup",
        cluster_name=asked["clusterName"],
        nodegroup_name=asked["nodegroupName"],
        node_role=asked["nodeRole"],
        subnets=asked["subnets"],
        ami_type=asked["amiType"],
        instance_types=asked["instanceTypes"],
        disk_size=str(asked["diskSize"]),
        scaling_config=pairs(asked["scalingConfig"]),
        update_config=pairs(asked["updateConfig"]),
        labels=pairs(asked.get("labels", {})),
        taints=json.dumps(taints) if taints else "",
    )


def pairs(values: Mapping[str, Any]) -> str:
    """The CLI's short form: `minSize=2,maxSize=2`."""
    return ",".join(f"{name}={value}" for name, value in values.items())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
