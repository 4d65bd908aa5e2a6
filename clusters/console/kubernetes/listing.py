"""Lists of objects: kinds in groups with counts, and one kind's rows as kubectl prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from clusters.callers.wall import now
from clusters.console.kubernetes import kube, whose
from clusters.console.summary import pod_tone
from clusters.sim.commands import Doc, User
from clusters.sim.kube import reading, tables
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.kind import Kind, kinds, namespace_of
from clusters.sim.kube.rbac import authorizer
from clusters.sim.kube.rbac.rules import allows
from clusters.sim.kube.reading import Found, Query
from clusters.sim.world import World

PAGE = 50
"""So many rows are on one page."""
GROUPS = {
    "Workloads": (
        "pods",
        "deployments.apps",
        "replicasets.apps",
        "daemonsets.apps",
        "controllerrevisions.apps",
    ),
    "Network": ("services", "endpointslices.discovery.k8s.io", "endpoints"),
    "Config": ("configmaps", "secrets"),
    "Access": (
        "serviceaccounts",
        "roles.rbac.authorization.k8s.io",
        "rolebindings.rbac.authorization.k8s.io",
        "clusterroles.rbac.authorization.k8s.io",
        "clusterrolebindings.rbac.authorization.k8s.io",
    ),
    "Cluster": (
        "nodes",
        "namespaces",
        "events",
        "leases.coordination.k8s.io",
        "priorityclasses.scheduling.k8s.io",
    ),
}
"""Where each resource is found; one that is not named here is under Other."""
AGES = ("Age", "Created At", "Last Seen")
"""Columns that are sorted by time: the youngest first."""
HIDDEN = ("events.events.k8s.io",)
"""A second spelling of what is listed already."""
TONED = {"pods": "Status", "nodes": "Status", "namespaces": "Status", "events": "Type"}
"""The column that says how an object is."""
TONES = {
    "Ready": "ok",
    "Active": "ok",
    "Normal": "info",
    "Warning": "warn",
    "Terminating": "busy",
    "Ready,SchedulingDisabled": "warn",
}


@dataclass(frozen=True)
class Asked:
    """What a list is asked for, as its address says it."""

    namespace: str = ""
    labels: str = ""
    text: str = ""
    sort: str = ""
    page: int = 1


def groups(world: World, cluster_id: str, who: User, namespace: str) -> list[Any]:
    """All kinds in their groups, each with how many there are (None: not yours to see)."""
    at = reading.moment(world, now())
    named = {name for names in GROUPS.values() for name in names}
    rest = tuple(
        kind.resource
        for kind in kube.listable()
        if kind.resource not in named and kind.resource not in HIDDEN
    )
    inside = _rules(world, cluster_id, who, namespace)
    across = _rules(world, cluster_id, who, "") if namespace else inside

    def counted(kind: Kind) -> int | None:
        rules, place = (inside, namespace) if kind.namespaced else (across, "")
        if not any(allows(rule, "list", kind.group, kind.plural, "") for rule in rules):
            return None
        return reading.count(world, kind, cluster_id, place, at)

    return [
        {
            "title": title,
            "kinds": [
                {
                    "resource": name,
                    "kind": kinds[name].kind,
                    "count": counted(kinds[name]),
                }
                for name in names
                if name in kinds
            ],
        }
        for title, names in ({**GROUPS, "Other": rest} if rest else GROUPS).items()
    ]


def _rules(world: World, cluster_id: str, who: User, namespace: str) -> list[Doc]:
    """All that somebody may do in a namespace: asked once for all kinds."""
    found = authorizer.rules_for(world, cluster_id, who, namespace)
    return [rule for rules in found for rule in rules]


def table(
    world: World, cluster_id: str, kind: Kind, asked: Asked
) -> dict[str, Any] | None:
    """One page of a kind's objects. Raises BadRequest for a bad selector."""
    at = reading.moment(world, now())
    query = Query(labels=asked.labels)
    inside = asked.namespace if kind.namespaced else ""
    everything = reading.listed(world, kind, cluster_id, inside, query, at).items
    shown = [n for n, c in enumerate(kind.columns) if not c.priority]
    heads = [kind.columns[n].name for n in shown]

    def cells(found: Found) -> list[Any]:
        texts = tables.row(world, kind, found, at, "None")["cells"]
        return [texts[n] for n in shown]

    chosen = list(everything)
    if asked.text:
        text = asked.text.casefold()
        chosen = [found for found in chosen if _has(found, cells(found), text)]
    _sort(chosen, heads, asked.sort, cells)
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(asked.page, 1), pages)
    first = (page - 1) * PAGE
    named = "Name" in heads
    return {
        "heads": _heads(heads, asked.sort, namespaces=kind.namespaced and not inside),
        "rows": [
            _row(kind, found, cells(found), heads, named=named)
            | {"owner": whose.of(world, *found)}
            for found in chosen[first : first + PAGE]
        ],
        "total": len(chosen),
        "unfiltered": len(everything),
        "first": first + 1,
        "last": min(first + PAGE, len(chosen)),
        "page": page,
        "pages": pages,
    }


def _has(found: Found, texts: list[Any], text: str) -> bool:
    """Whether a name, a cell or a label has this text."""
    key, doc = found
    labels = (doc["metadata"].get("labels") or {}).items()
    words = (key.name, namespace_of(key), *map(str, texts))
    return any(text in word.casefold() for word in words) or any(
        text in f"{name}={value}".casefold() for name, value in labels
    )


def _sort(
    chosen: list[Found],
    heads: list[str],
    sort: str,
    cells: Callable[[Found], list[Any]],
) -> None:
    """By a column, a minus before its name turns it round; as the API lists else."""
    name, downward = sort.removeprefix("-"), sort.startswith("-")
    if name == "Name":
        chosen.sort(key=lambda found: _natural(found[0].name), reverse=downward)
    elif name == "Namespace":
        chosen.sort(key=lambda found: namespace_of(found[0]), reverse=downward)
    elif name in AGES:
        chosen.sort(key=lambda found: -_born(found), reverse=downward)
    elif name in heads:
        at = heads.index(name)
        chosen.sort(key=lambda found: _natural(cells(found)[at]), reverse=downward)


def _natural(value: Any) -> list[tuple[int, int, str]]:
    """`web-10` after `web-9`; numbers before words."""
    parts = re.findall(r"[0-9]+|[^0-9]+", str(value))
    return [
        (0, int(part[:18]), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in parts
    ]


def _heads(heads: list[str], sort: str, *, namespaces: bool) -> list[dict[str, str]]:
    """The columns, how each is sorted, and what its link asks for."""
    first = "Name" if "Name" in heads else ""
    rest = [head for head in heads if head != "Name"]
    names = [
        "Name" if first else "Event",
        *(["Namespace"] if namespaces else []),
        *rest,
    ]
    return [
        {
            "text": name,
            "sorted": {name: "ascending", f"-{name}": "descending"}.get(sort, "none"),
            "sort": f"-{name}" if sort == name else name,
        }
        for name in names
    ]


def _row(
    kind: Kind, found: Found, texts: list[Any], heads: list[str], *, named: bool
) -> dict[str, Any]:
    key, _ = found
    cells = zip(heads, texts, strict=True)
    return {
        "name": key.name,
        "namespace": namespace_of(key),
        "cells": [
            {"head": head, "text": text, "age": head == "Age"}
            | {"tone": _tone(kind, head, text)}
            for head, text in cells
            if not (named and head == "Name")
        ],
        "born": _born(found),
    }


def _tone(kind: Kind, head: str, text: Any) -> str:
    """The tone of a cell that says how the object is; empty for any other."""
    if TONED.get(kind.resource) != head:
        return ""
    word = str(text)
    return TONES.get(word) or (pod_tone(word) if kind.kind == "Pod" else "warn")


def _born(found: Found) -> float:
    """When it was made; of an event, when it was last said."""
    doc = found[1]
    stamp = doc.get("lastTimestamp") or doc["metadata"].get("creationTimestamp")
    return parsed(stamp) if stamp else 0.0


def namespaces(world: World, cluster_id: str) -> list[str]:
    return [key.name for key, _ in world.list("k8s.Namespace", cluster_id)]


def watched(resources: Iterable[str]) -> tuple[str, ...]:
    """The documents behind these resources, and what decides who may read them."""
    documents = [kinds[name].document for name in resources if name in kinds]
    return (
        *documents,
        "eks.Cluster",
        "eks.AccessEntry",
        "dc.ApiServer",
        "k8s.ClusterRoleBinding",
        "k8s.RoleBinding",
    )
