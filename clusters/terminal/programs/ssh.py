"""ssh: stand on an instance, or run one line there."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.world import Key, World
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.network import names, standing, ways
from clusters.terminal.network.names import NoSuchName
from clusters.terminal.network.standing import Here, NowhereNow
from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.session import Session
from clusters.terminal.shell import inner

MANUAL = Manual(
    ("ssh [OPTION]... [ec2-user@]HOST [COMMAND]",),
    "Stand on an instance until `exit`, or run COMMAND there. HOST: an instance's id, its "
    "address or its name.",
    (
        Option("A", about="nothing: keys are not simulated"),
        Option("i", "", "FILE", "nothing: keys are not simulated"),
        Option("J", "", "HOST", "by way of this instance"),
        Option("l", "", "USER", "the user there: ec2-user"),
        Option("o", "", "OPTION", "nothing: there is nothing to set"),
        Option("p", "", "PORT", "the port: 22"),
        Option("q", about="no greeting"),
        Option("t", about="nothing: there is always a terminal"),
        Option("T", about="nothing"),
        Option("v", about="nothing"),
        Option("4", about="nothing: there is IPv4 only"),
    ),
    wrong=255,
    first_word_ends=True,
)
USER = "ec2-user"
HELD = 3.0
FAILED = 255
HOST = "%SSH_HOST"
"""The variable, hidden from programs, that says what the host was called."""


@tool("ssh", MANUAL)
def ssh(call: Call, given: Given) -> Iterator[str]:
    """As OpenSSH, with every key accepted."""
    if not given.words:
        raise Exit(FAILED, "usage: ssh [-i file] [-J host] [ec2-user@]host [command]")
    session = call.session
    host, *command = given.words
    if given.on("J"):
        session = inner.elsewhere(session, _reached(session, given.value("J"), "22"))
    place = _reached(session, host, given.value("p", "22"), given.value("l"))
    if command:
        there = inner.elsewhere(call.session, place)
        code = yield from inner.text(there, " ".join(command), stdin=call.stdin)
        raise Exit(code)
    called = host.rpartition("@")[2]
    call.session.place = place
    call.session.variables[HOST] = called
    if not given.on("q"):
        yield Err(_greeting(call.session, place))


def _greeting(session: Session, place: str) -> str:
    return (
        f"You stand on {place} ({standing.name(session)}) now; lines run there. Your files are "
        "with you. `exit` brings you back to the laptop.\n"
    )


def _reached(session: Session, host: str, port: str, login: str = "") -> str:
    """The instance of this name, once the way there is open. Raises Exit."""
    user, _, called = host.rpartition("@")
    called = called.partition(":")[0]
    world = session.world()
    try:
        here = standing.here(session, world)
    except NowhereNow as gone:
        raise Exit(
            FAILED,
            f"ssh: connect to host {called} port {port}: Connection timed out\n{gone}",
        ) from None
    key, address = _found(world, here, called)
    way = ways.to_instance(world, here, key, address, _port(port))
    if not way.ok:
        session.sleep(HELD)
        raise Exit(
            FAILED,
            f"ssh: connect to host {called} port {port}: Connection timed out\n{way.reason}",
        )
    if port != "22":
        raise Exit(
            FAILED,
            f"ssh: connect to host {called} port {port}: Connection refused\nThe instance's sshd listens on port 22.",
        )
    wanted = user or login
    if wanted not in ("", USER):
        raise Exit(
            FAILED,
            f"{wanted}@{called}: Permission denied (publickey,gssapi-keyex,gssapi-with-mic).\nThe user of Amazon Linux is {USER}.",
        )
    return key.name


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:6]) < 1 << 16:
        raise Exit(FAILED, f"Bad port '{text}'")
    return int(text)


def _found(world: World, here: Here, called: str) -> tuple[Key, str]:
    """An instance and the address it is asked by. Raises Exit."""
    known = standing.instance(world, called)
    if known is not None:
        private = str(known[1].get("PrivateIpAddress", ""))
        public = str(known[1].get("PublicIpAddress", ""))
        same = here.vpc and here.vpc == known[1].get("VpcId")
        return known[0], private if same else public or private
    try:
        addresses = names.addresses(world, here, called)
    except NoSuchName as missing:
        raise Exit(
            FAILED,
            f"ssh: Could not resolve hostname {called}: Name or service not known\n{missing}",
        ) from None
    end = names.end_at(world, here, addresses[0])
    if end.sort != "instance" or end.key is None:
        told = f"ssh: connect to host {called} port 22: Connection timed out"
        raise Exit(
            FAILED, f"{told}\nNo instance of yours has the address {addresses[0]}."
        )
    return end.key, addresses[0]
