"""whoami, hostname, uname, id: who and where you are."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.kube.node_object import KERNEL
from clusters.sim.world import World
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.network import standing
from clusters.terminal.program import Call, program
from clusters.terminal.session import LAPTOP
from clusters.terminal.shell.variables import user


@program("whoami")
def whoami(call: Call) -> Iterator[str]:
    """Who you are where you stand."""
    yield f"{user(call.session)}\n"


@tool(
    "hostname",
    Manual(
        ("hostname",),
        "Print the name of where you stand.",
        (
            Option("f", about="whole"),
            Option("s", about="its first part"),
            Option("i", about="its address"),
        ),
    ),
)
def hostname(call: Call, given: Given) -> Iterator[str]:
    """The name of where you stand."""
    if given.on("i"):
        yield f"{_address(call)}\n"
        return
    name = standing.name(call.session)
    yield (name.partition(".")[0] if given.on("s") else name) + "\n"


def _address(call: Call) -> str:
    if call.session.place == LAPTOP:
        return standing.LAPTOP_ADDRESS
    world: World = call.session.world()
    found = standing.instance(world, call.session.place)
    return str(found[1].get("PrivateIpAddress", "")) if found else ""


UNAME = (
    ("s", "Linux"),
    ("n", ""),
    ("r", f"{KERNEL}.x86_64"),
    ("v", "#1 SMP PREEMPT_DYNAMIC"),
    ("m", "x86_64"),
    ("o", "GNU/Linux"),
)


@tool(
    "uname",
    Manual(
        ("uname [OPTION]...",),
        "Print the system's name.",
        (
            Option("a", "all", about="everything"),
            *(Option(letter) for letter, _ in UNAME),
        ),
    ),
)
def uname(call: Call, given: Given) -> Iterator[str]:
    """The system's name."""
    wanted = [(n, t) for n, t in UNAME if given.on(n, "a")] or [UNAME[0]]
    yield " ".join(text or standing.name(call.session) for _, text in wanted) + "\n"


@program("id")
def id_(call: Call) -> Iterator[str]:
    """Who you are, in numbers."""
    name = user(call.session)
    yield f"uid=1000({name}) gid=1000({name}) groups=1000({name})\n"
