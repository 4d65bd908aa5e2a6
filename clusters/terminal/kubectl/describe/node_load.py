"""How much of a node its Pods have taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe.amounts import of_pod, share, together
from clusters.terminal.kubectl.describe.wording import ago

PODS = (
    "Namespace",
    "Name",
    "",
    "CPU Requests",
    "CPU Limits",
    "Memory Requests",
    "Memory Limits",
    "Age",
)
MAIN = ("cpu", "memory", "ephemeral-storage")
HUGE = "hugepages-"


def load(node: Doc, pods: list[Doc], wall: float) -> Iterator[str]:
    """The Pods on a node, and what all of them ask for together."""
    status = node.get("status") or {}
    room = status.get("allocatable") or status.get("capacity") or {}
    yield f"Non-terminated Pods:\t({len(pods)} in total)\n"
    yield from _heads(PODS)
    for pod in pods:
        meta, spec = pod["metadata"], pod["spec"]
        requests, limits = of_pod(spec, "requests"), of_pod(spec, "limits")
        cells = [
            meta["namespace"],
            meta["name"],
            "",
            *(
                _part(amounts, name, room)
                for name in ("cpu", "memory")
                for amounts in (requests, limits)
            ),
            ago(meta.get("creationTimestamp"), wall),
        ]
        yield "  " + "\t".join(cells) + "\n"
    yield from _allocated(pods, room)


def _allocated(pods: list[Doc], room: Mapping[str, str]) -> Iterator[str]:
    requests = together(of_pod(pod["spec"], "requests") for pod in pods)
    limits = together(of_pod(pod["spec"], "limits") for pod in pods)
    yield "Allocated resources:\n"
    yield "  (Total limits may be over 100 percent, i.e., overcommitted.)\n"
    yield from _heads(("Resource", "Requests", "Limits"))
    others = sorted(name for name in room if name not in (*MAIN, "pods"))
    huge = [name for name in others if name.startswith(HUGE)]
    for name in (*MAIN, *huge):
        asked, most = _part(requests, name, room), _part(limits, name, room)
        yield f"  {name}\t{asked}\t{most}\n"
    for name in others:
        if name not in huge:
            yield f"  {name}\t{requests.get(name, '0')}\t{limits.get(name, '0')}\n"


def _part(amounts: Mapping[str, str], name: str, room: Mapping[str, str]) -> str:
    text = amounts.get(name, "0")
    return f"{text} ({share(text, room.get(name, '0'), milli=name == 'cpu')}%)"


def _heads(titles: tuple[str, ...]) -> Iterator[str]:
    yield "  " + "\t".join(titles) + "\n"
    yield "  " + "\t".join("-" * len(title) for title in titles) + "\n"
