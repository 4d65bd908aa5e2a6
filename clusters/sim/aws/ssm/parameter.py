"""Public SSM parameters: the paths under which AWS publishes machine image ids."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog import amis
from clusters.sim.commands import Doc

PUBLISHED = 1784678400.0
"""2026-07-22, the catalogue's date, in epoch seconds."""


def find(region: str, name: str) -> dict[str, Any] | None:
    """A parameter as GetParameter shows it, or None when there is no such path."""
    value = amis.parameters(region).get(name)
    if value is None:
        return None
    image = value.startswith("ami-")
    return {
        "Name": name,
        "Type": "String",
        "Value": value,
        "Version": 1,
        "LastModifiedDate": PUBLISHED,
        "ARN": f"arn:aws:ssm:{region}::parameter{name}",
        "DataType": "aws:ec2:image" if image else "text",
    }


def under(region: str, path: str, *, recursive: bool) -> list[Doc]:
    """The parameters below a path."""
    prefix = path.rstrip("/") + "/"
    names = [name for name in amis.parameters(region) if name.startswith(prefix)]
    if not recursive:
        names = [name for name in names if "/" not in name.removeprefix(prefix)]
    return [found for name in sorted(names) if (found := find(region, name))]
