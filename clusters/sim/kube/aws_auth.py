"""The ConfigMap aws-auth: IAM principals and the Kubernetes users they are."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from clusters.sim import safe_yaml
from clusters.sim.world import Document, Key, Reader

NAME, NAMESPACE = "aws-auth", "kube-system"


class Mapping(NamedTuple):
    """One line: an ARN, the user name and the groups it gets."""

    arn: str
    username: str
    groups: tuple[str, ...]


class Mappings(NamedTuple):
    """All good lines, and what is wrong with the others."""

    lines: tuple[Mapping, ...]
    accounts: tuple[str, ...]
    problems: tuple[str, ...]


NOTHING = Mappings((), (), ())


def key(cluster: str) -> Key:
    return Key("k8s.ConfigMap", f"{cluster}/{NAMESPACE}", NAME)


def read(view: Reader, cluster: str) -> Mappings:
    """The mappings that hold now; none when the ConfigMap is gone."""
    doc = view.find(key(cluster))
    if doc is None:
        return NOTHING
    found: Mappings = doc.once("aws-auth", lambda: _parsed(doc))
    return found


def _parsed(doc: Document) -> Mappings:
    data = doc.get("data") or {}
    problems: list[str] = []
    lines = [
        mapping
        for section, member in (("mapRoles", "rolearn"), ("mapUsers", "userarn"))
        for item in _items(data, section, problems)
        if (mapping := _line(item, section, member, problems)) is not None
    ]
    accounts = [str(item) for item in _items(data, "mapAccounts", problems)]
    return Mappings(tuple(lines), tuple(accounts), tuple(problems))


def _items(data: dict[str, str], section: str, problems: list[str]) -> list[Any]:
    try:
        found = safe_yaml.load(data.get(section) or "")
    except yaml.YAMLError as error:
        problems.append(f"{section}: {str(error).splitlines()[0]}")
        return []
    if found is None:
        return []
    if not isinstance(found, list):
        problems.append(f"{section}: not a list")
        return []
    return found


def _line(item: Any, section: str, member: str, problems: list[str]) -> Mapping | None:
    if not isinstance(item, dict) or not isinstance(item.get(member), str):
        problems.append(f"{section}: an entry without {member}")
        return None
    groups = item.get("groups") or []
    if not isinstance(groups, list):
        problems.append(f"{section}: groups of {item[member]} are not a list")
        return None
    names = tuple(str(group) for group in groups)
    return Mapping(item[member].lower(), str(item.get("username") or ""), names)
