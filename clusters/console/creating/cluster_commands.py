"""A draft of a cluster as other hands would ask for it: aws and boto3."""

from __future__ import annotations

import json
import shlex
from typing import Any

from clusters.console.commands.layout import NEXT_LINE
from clusters.console.creating.cluster_draft import ANYWHERE, Draft


def command(draft: Draft, account: str) -> str:
    """The same act as an aws command."""
    asked = draft.request(account)
    lines = [
        f"aws eks create-cluster --name {shlex.quote(draft.name)}",
        f"--kubernetes-version {shlex.quote(draft.version)}",
        f"--role-arn {shlex.quote(asked['roleArn'])}",
        f"--resources-vpc-config {shlex.quote(_vpc(asked['resourcesVpcConfig']))}",
        f"--access-config {_pairs(asked['accessConfig'])}",
    ]
    if draft.support != "EXTENDED":
        lines.append(f"--upgrade-policy supportType={draft.support}")
    if draft.services:
        text = f"serviceIpv4Cidr={draft.services}"
        lines.append(f"--kubernetes-network-config {shlex.quote(text)}")
    if draft.logs:
        setup = json.dumps(asked["logging"], separators=(",", ":"))
        lines.append(f"--logging {shlex.quote(setup)}")
    if not draft.addons:
        lines.append("--no-bootstrap-self-managed-addons")
    if draft.protected:
        lines.append("--deletion-protection")
    if draft.tag_pairs():
        tags = json.dumps(draft.tag_pairs(), separators=(",", ":"), ensure_ascii=False)
        lines.append(f"--tags {shlex.quote(tags)}")
    return NEXT_LINE.join(lines)


def _vpc(config: dict[str, Any]) -> str:
    parts = {
        name: ",".join(value) if isinstance(value, list) else value
        for name, value in config.items()
        if value != [] and (name, value) != ("publicAccessCidrs", [ANYWHERE])
    }
    return _pairs(parts)


def _pairs(values: dict[str, Any]) -> str:
    words = {True: "true", False: "false"}
    return ",".join(
        f"{name}={words[value] if isinstance(value, bool) else value}"
        for name, value in values.items()
    )


def code(draft: Draft, account: str) -> str:
    """The same act in Python."""
    members = "".join(
        f"    {name}={_literal(value, 4)},\n"
        for name, value in draft.request(account).items()
    )
    return (
        f'import boto3\n\neks = boto3.client("eks")\neks.create_cluster(\n{members})\n'
    )


def _literal(value: Any, indent: int) -> str:
    """A value as Python, a member a line."""
    pad, end = " " * (indent + 4), " " * indent
    if isinstance(value, dict) and value:
        inside = "".join(
            f"{pad}{json.dumps(k, ensure_ascii=False)}: {_literal(v, indent + 4)},\n"
            for k, v in value.items()
        )
        return f"{{\n{inside}{end}}}"
    if isinstance(value, list) and value:
        inside = "".join(f"{pad}{_literal(item, indent + 4)},\n" for item in value)
        return f"[\n{inside}{end}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
