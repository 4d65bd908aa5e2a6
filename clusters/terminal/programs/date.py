"""date: the time by your own watch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from clusters.callers.wall import now
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.program import Call, Exit

MANUAL = Manual(
    ("date [OPTION]... [+FORMAT]",),
    "Print the time by your own watch, in UTC; the simulation's clock may run faster.",
    (
        Option(
            "d", "date", "TIME", "another time: @SECONDS, an ISO date, 'NUM days ago'"
        ),
        Option("I", "iso-8601", "SPEC", "as in 2026-11-21", optional=True),
        Option("R", "rfc-email", about="as in e-mails"),
        Option("u", "utc", about="nothing: it is UTC already"),
    ),
)
DEFAULT = "%a %b %e %H:%M:%S %Z %Y"
ISO = {
    "": "%Y-%m-%d", "date": "%Y-%m-%d", "hours": "%Y-%m-%dT%H%:z",
    "minutes": "%Y-%m-%dT%H:%M%:z", "seconds": "%Y-%m-%dT%H:%M:%S%:z",
}  # fmt: skip
UNITS = {
    "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "day": 86400,
    "week": 7 * 86400, "fortnight": 14 * 86400,
}  # fmt: skip
LONGEST = 200
NOON = 12
MOST = 10**11
KNOWN = "aAbBcdDeFgGhHIjklmMnNpPqrRsStTuUVwWxXyYzZ"


@tool("date", MANUAL)
def date(_call: Call, given: Given) -> Iterator[str]:
    """As GNU date, in UTC."""
    when = _when(given.value("d")) if given.on("d") else now()
    try:
        moment = dt.datetime.fromtimestamp(when, dt.UTC)
    except (OverflowError, ValueError, OSError):
        raise Exit(1, f"date: invalid date '{given.value('d')}'") from None
    forms = [word for word in given.words if word.startswith("+")]
    others = [word for word in given.words if not word.startswith("+")]
    if others:
        raise Exit(1, f"date: cannot set date: Operation not permitted ('{others[0]}')")
    if forms:
        form = forms[0][1:]
    elif given.on("I"):
        form = ISO.get(given.value("I").removeprefix("="), "")
        if not form:
            raise Exit(
                1, f"date: invalid argument '{given.value('I')}' for '--iso-8601'"
            )
    else:
        form = "%a, %d %b %Y %H:%M:%S %z" if given.on("R") else DEFAULT
    yield _shown(form, moment, when) + "\n"


def _shown(form: str, moment: dt.datetime, when: float) -> str:
    own: dict[str, Callable[[], str]] = {
        "s": lambda: str(int(when)),
        "N": lambda: f"{moment.microsecond:06d}000",
        "e": lambda: f"{moment.day:2}",
        "k": lambda: f"{moment.hour:2}",
        "l": lambda: f"{(moment.hour - 1) % 12 + 1:2}",
        "P": lambda: "am" if moment.hour < NOON else "pm",
        "q": lambda: str((moment.month + 2) // 3),
        "n": lambda: "\n",
        "t": lambda: "\t",
        "%": lambda: "%",
    }
    pieces: list[str] = []
    at = 0
    while at < len(form):
        if form[at] != "%":
            end = form.find("%", at)
            end = len(form) if end < 0 else end
            pieces.append(form[at:end])
            at = end
            continue
        flag = (
            form[at + 1 : at + 2]
            if form[at + 1 : at + 2] in ("-", "_", "0", ":")
            else ""
        )
        at += 1 + len(flag)
        letter = form[at : at + 1]
        at += 1
        text = own[letter]() if letter in own else _standard(letter, moment)
        pieces.append(_flagged(flag, letter, text))
    return "".join(pieces)


def _standard(letter: str, moment: dt.datetime) -> str:
    return moment.strftime(f"%{letter}") if letter and letter in KNOWN else f"%{letter}"


def _flagged(flag: str, letter: str, text: str) -> str:
    if flag == ":" and letter == "z":
        return text[:3] + ":" + text[3:]
    if flag == "-":
        return text.lstrip("0 ") or "0"
    return text.replace(" ", "0") if flag == "0" else text


def _when(text: str) -> float:
    """A time in words: few of them, those that tutorials use. Raises Exit."""
    wanted = text.strip().lower()[:LONGEST]
    for known, seconds in (
        ("now", 0),
        ("today", 0),
        ("yesterday", -86400),
        ("tomorrow", 86400),
    ):
        if wanted.startswith(known):
            return now() + seconds + _shift(text, wanted.removeprefix(known))
    if wanted.startswith("@"):
        return _seconds(text, wanted[1:])
    try:
        found = dt.datetime.fromisoformat(text.strip().upper().removesuffix(" UTC"))
    except ValueError:
        return now() + _shift(text, wanted)
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).timestamp()


def _seconds(text: str, digits: str) -> float:
    number = digits.removeprefix("-")
    if not number.replace(".", "", 1).isdecimal() or len(number) > len(str(MOST)):
        raise Exit(1, f"date: invalid date '{text}'")
    return float(digits)


def _shift(text: str, words: str) -> float:
    """`-2 hours`, `3 days ago`, `+1 week`."""
    parts = words.split()
    ago = parts[-1:] == ["ago"]
    parts = parts[:-1] if ago else parts
    total = 0.0
    while parts:
        number = parts.pop(0)
        unit = parts.pop(0) if parts else ""
        size = UNITS.get(unit.removesuffix("s"))
        digits = number.lstrip("+-")
        if size is None or not digits.isdecimal() or len(digits) > len("999999999"):
            raise Exit(1, f"date: invalid date '{text}'")
        total += int(number) * size
    return -total if ago else total
