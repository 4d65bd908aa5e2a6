"""Small programs of a line or two: true, sleep, seq, base64, basename and their like."""

from __future__ import annotations

import base64 as codec
import binascii
import contextlib
import hashlib
from collections.abc import Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool, wrong
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.gnu.reading import text as text_of
from clusters.terminal.program import Call, Err, Exit, program

UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
MOST_DIGITS = 18
WRAPPED = 76
TOGETHER = 200


@program("true")
def true(_call: Call) -> Iterator[str]:
    """Do nothing, well."""
    yield from ()


@program("false")
def false(_call: Call) -> Iterator[str]:
    """Do nothing, and fail."""
    yield from ()
    raise Exit(1)


def seconds(call: Call, text: str) -> float:
    """`1.5m` in seconds. Raises Exit."""
    unit = text[-1:] if text[-1:] in UNITS else ""
    number = text.removesuffix(unit)
    if not number.replace(".", "", 1).isdecimal() or len(number) > MOST_DIGITS:
        hint = f"Try '{call.name} --help' for more information."
        raise Exit(1, f"{call.name}: invalid time interval '{text}'\n{hint}")
    return float(number) * UNITS[unit or "s"]


@tool(
    "sleep", Manual(("sleep NUMBER[s|m|h|d]...",), "Wait so long, by your own watch.")
)
def sleep(call: Call, given: Given) -> Iterator[str]:
    """Wait."""
    yield from ()
    if not given.words:
        raise wrong(call, given.manual, "missing operand")
    call.session.sleep(sum(seconds(call, word) for word in given.words))


def _number(text: str) -> float | int:
    digits = text.lstrip("+-")
    if not digits.replace(".", "", 1).isdecimal() or len(digits) > MOST_DIGITS:
        raise Exit(
            1,
            f"seq: invalid floating point argument: '{text}'\nTry 'seq --help' for more information.",
        )
    return float(text) if "." in text else int(text)


@tool(
    "seq",
    Manual(
        (
            "seq [OPTION]... LAST",
            "seq [OPTION]... FIRST LAST",
            "seq [OPTION]... FIRST INCREMENT LAST",
        ),
        "Print numbers from FIRST to LAST.",
        (
            Option("s", "separator", "STRING", "what is between them"),
            Option("w", "equal-width", about="zeros in front, so that all are as wide"),
        ),
        numbers=True,
    ),
)
def seq(call: Call, given: Given) -> Iterator[str]:
    """As GNU seq."""
    words = given.words
    if not 1 <= len(words) <= len(("first", "step", "last")):
        what = f"extra operand '{words[3]}'" if words else "missing operand"
        raise wrong(call, given.manual, what)
    numbers = [_number(word) for word in words]
    first, last = (numbers[0] if len(words) > 1 else 1), numbers[-1]
    step = numbers[1] if len(words) == len(("first", "step", "last")) else 1
    if not step:
        raise wrong(call, given.manual, f"invalid Zero increment value: '{words[1]}'")
    places = max(len(word.partition(".")[2]) for word in words)
    width = max(len(f"{n:.{places}f}") for n in (first, last)) if given.on("w") else 0
    joint, lead, place = given.value("s", "\n"), "", 0
    held: list[str] = []
    while _goes_on(value := first + place * step, step, last):
        held.append(f"{value:0{width}.{places}f}" if width else f"{value:.{places}f}")
        place += 1
        if len(held) == TOGETHER:
            call.session.check()
            yield lead + joint.join(held)
            lead = joint
            held.clear()
    if held:
        yield lead + joint.join(held)
    if place:
        yield "\n"


def _goes_on(value: float, step: float, last: float) -> bool:
    return value <= last if step > 0 else value >= last


@tool(
    "base64",
    Manual(
        ("base64 [OPTION]... [FILE]",),
        "Encode, or decode, as base64.",
        (
            Option("d", "decode", about="decode"),
            Option(
                "i", "ignore-garbage", about="letters that mean nothing do not count"
            ),
            Option("w", "wrap", "COLS", "lines of so many letters (76); 0: one line"),
        ),
    ),
)
def base64(call: Call, given: Given) -> Iterator[str]:
    """As GNU base64."""
    text = "".join(_texts(call, given.words[:1]))
    if given.on("d"):
        yield from _decoded(text)
        return
    wrap = given.value("w", str(WRAPPED))
    if not wrap.isdecimal() or len(wrap) > MOST_DIGITS:
        raise Exit(1, f"base64: invalid wrap size: '{wrap}'")
    encoded = codec.b64encode(text.encode()).decode()
    if not int(wrap):
        yield encoded
        return
    for at in range(0, len(encoded), int(wrap)):
        yield encoded[at : at + int(wrap)] + "\n"


def _decoded(text: str) -> Iterator[str]:
    kept = "".join(text.split())
    try:
        data = codec.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        whole = kept[: len(kept) // 4 * 4]
        with contextlib.suppress(binascii.Error, ValueError):
            yield codec.b64decode(whole, validate=True).decode("utf-8", "replace")
        raise Exit(1, "base64: invalid input") from None
    yield data.decode("utf-8", "replace")


def _texts(call: Call, names: list[str]) -> Iterator[str]:
    for name in names or ["-"]:
        if name == "-":
            yield from (line for _, found in Inputs(call, []).each() for line in found)
        else:
            yield text_of(call, name)


@tool("basename", Manual(("basename NAME [SUFFIX]",), "A path's last part."))
def basename(call: Call, given: Given) -> Iterator[str]:
    """A path's last part."""
    if not given.words:
        raise wrong(call, given.manual, "missing operand")
    name = given.words[0].rstrip("/").rpartition("/")[2] or "/"
    suffix = given.words[1] if len(given.words) > 1 else ""
    yield (name.removesuffix(suffix) if name != suffix else name) + "\n"


@tool("dirname", Manual(("dirname NAME...",), "A path without its last part."))
def dirname(call: Call, given: Given) -> Iterator[str]:
    """A path without its last part."""
    if not given.words:
        raise wrong(call, given.manual, "missing operand")
    for word in given.words:
        above, slash, _ = word.rstrip("/").rpartition("/")
        yield (above or ("/" if slash else ".")) + "\n"


def _sums(call: Call, names: list[str]) -> Iterator[str]:
    for name in names or ["-"]:
        text = "".join(_texts(call, [name]))
        digest = hashlib.new(
            call.name.removesuffix("sum"), text.encode(), usedforsecurity=False
        )
        yield f"{digest.hexdigest()}  {name}\n"


@tool("sha256sum", Manual(("sha256sum [FILE]...",), "The SHA-256 of files."))
def sha256sum(call: Call, given: Given) -> Iterator[str]:
    """The SHA-256 of files."""
    yield from _sums(call, given.words)


@tool("md5sum", Manual(("md5sum [FILE]...",), "The MD5 of files."))
def md5sum(call: Call, given: Given) -> Iterator[str]:
    """The MD5 of files."""
    yield from _sums(call, given.words)


@tool("tac", Manual(("tac [FILE]...",), "Print lines, the last one first."))
def tac(call: Call, given: Given) -> Iterator[str]:
    """Print lines, the last one first."""
    unread = "failed to open '{path}' for reading: {reason}"
    inputs = Inputs(call, given.words, words=unread)
    for _, lines in inputs.each():
        yield from reversed(list(lines))
    yield from inputs.told()
    inputs.end()


@program("ping")
def ping(call: Call) -> Iterator[str]:
    """Say why not."""
    yield Err(
        "ping: ICMP is not simulated: no answer would mean nothing. Try a port, as with `curl -v` or `ssh`.\n"
    )
    raise Exit(
        2, "" if call.args else "ping: usage error: Destination address required"
    )
