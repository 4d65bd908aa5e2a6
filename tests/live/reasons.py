"""Every reason that the simulation can tell, found in its source and its tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from clusters.sim.aws.eks.update_cluster_config import KINDS
from clusters.sim.datacenter import phases
from clusters.sim.getting_started import ACTIVE
from eksconsole.home import REPOSITORY

SIM = REPOSITORY / "clusters" / "sim"
CALLS = {
    "tell": (2,),
    "emit": (3,),
    "narrate": (3,),
    "say": (0, 2),
    "_say": (2,),
    "_block": (1,),
    "Trouble": (0,),
    "Issue": (0,),
    "Obstacle": (0,),
    "Rejected": (0,),
}
"""Functions that are given a reason, and at which places."""
STATES = frozenset({"True", "False", "Unknown"})
"""What a condition says where an event has its reason."""
NAMED = ("reason", "code")
WORDS = {
    "InstanceRunning",
    "InstanceStopped",
    "InstanceTerminated",
    "OutOfcpu",
    "OutOfmemory",
    "OutOfpods",
    "ConfigUpdate",
    "Ec2LaunchTemplateNotFound",
    "InternalFailure",
    "NodeHasNoDiskPressure",
    "NodeHasSufficientMemory",
    "NodeHasSufficientPID",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "CREATE_FAILED",
    "DELETE_SKIPPED",
    "Deleted",
}
"""Those that are put together of parts."""
LIFECYCLES = (
    phases.CLUSTER_CREATE,
    phases.CLUSTER_DELETE,
    phases.NODEGROUP_CREATE,
    phases.NODEGROUP_DELETE,
)


def all_reasons() -> frozenset[str]:
    return written() | assembled()


def assembled() -> set[str]:
    """Reasons that no literal in a call shows."""
    steps = {*ACTIVE, "succeeded", "failed", "cancelled"}
    return {
        *WORDS,
        *(f"Step{state.capitalize()}" for state in steps),
        *KINDS.values(),
        *(f"{kind}Finished" for kind in (*KINDS.values(), "ConfigUpdate")),
        *(
            f"{phase.reason}{what}"
            for lifecycle in LIFECYCLES
            for phase in lifecycle
            for what in ("Started", "Finished")
        ),
    }


@cache
def written() -> frozenset[str]:
    return frozenset(reason for text in _calling(*CALLS) for reason in _of(text))


def _calling(*functions: str) -> Iterator[str]:
    """The text of each module that calls one of these; parsing the others is in vain."""
    for path in SIM.rglob("*.py"):
        text = path.read_text()
        if any(f"{name}(" in text for name in functions):
            yield text


def components() -> set[str]:
    """Who speaks, where a sentence is told outright or for a phase."""
    told = {
        node.args[1].value
        for text in _calling("tell")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and _name(node.func) == "tell"
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }
    return told | {phase.component for lifecycle in LIFECYCLES for phase in lifecycle}


def _of(text: str) -> Iterator[str]:
    nodes = list(ast.walk(ast.parse(text)))
    names = {
        target.id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) in CALLS:
            places = CALLS[_name(node.func)]
            given = [arg for at, arg in enumerate(node.args) if at in places]
            given += [k.value for k in node.keywords if k.arg in NAMED]
            for value in given:
                yield from _texts(value, names)


def is_reason(text: str) -> bool:
    return text.isalnum() and text[:1].isupper() and text not in STATES


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _texts(value: ast.expr, names: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        if is_reason(value.value):
            yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body, names)
        yield from _texts(value.orelse, names)
    elif isinstance(value, ast.Name) and value.id in names:
        found = names.pop(value.id)
        yield from _texts(found, names)
        names[value.id] = found
