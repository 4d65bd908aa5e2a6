"""`{a,b}` and `{1..5}`: one word becomes several before anything else."""

from __future__ import annotations

from itertools import pairwise

from clusters.terminal.shell.syntax import Part, ShellError, Text, Word

MOST_WORDS = 10_000
MOST_LETTERS = 2 << 20
DEEPEST = 40
LONGEST_RANGE = 40
Unit = Part | str


def expanded(word: Word) -> list[Word]:
    """The words that a word with braces stands for. Raises ShellError."""
    if not any(isinstance(p, Text) and not p.quoted and "{" in p.text for p in word):
        return [word]
    return [_word(units) for units in _expanded(_units(word), 0)]


def _units(word: Word) -> list[Unit]:
    """The letters that are not quoted one by one, all else as it is."""
    units: list[Unit] = []
    for part in word:
        if isinstance(part, Text) and not part.quoted:
            units += part.text
        else:
            units.append(part)
    return units


def _word(units: list[Unit]) -> Word:
    parts: list[Part] = []
    letters: list[str] = []
    for unit in units:
        if isinstance(unit, str):
            letters.append(unit)
            continue
        if letters:
            parts.append(Text("".join(letters)))
            letters = []
        parts.append(unit)
    if letters:
        parts.append(Text("".join(letters)))
    return tuple(parts)


def _expanded(units: list[Unit], depth: int) -> list[list[Unit]]:
    if depth > DEEPEST:
        raise ShellError("{…}: too many braces in one word", 1)
    for begin, (end, commas) in sorted(_pairs(units).items()):
        choices = _choices(units[begin + 1 : end], commas, begin + 1, depth)
        if choices is None:
            continue
        before, tails = units[:begin], _expanded(units[end + 1 :], depth + 1)
        count = len(choices) * len(tails)
        if count > MOST_WORDS or count * len(units) > MOST_LETTERS:
            raise ShellError(f"{{…}}: more than {MOST_WORDS:,} words", 1)
        return [before + choice + tail for choice in choices for tail in tails]
    return [units]


def _pairs(units: list[Unit]) -> dict[int, tuple[int, list[int]]]:
    """Each brace that is closed: where, and the commas that are its own."""
    found: dict[int, tuple[int, list[int]]] = {}
    open_braces: list[tuple[int, list[int]]] = []
    for at, unit in enumerate(units):
        if unit == "{":
            open_braces.append((at, []))
        elif unit == "," and open_braces:
            open_braces[-1][1].append(at)
        elif unit == "}" and open_braces:
            begin, commas = open_braces.pop()
            found[begin] = (at, commas)
    return found


def _choices(
    inner: list[Unit], commas: list[int], offset: int, depth: int
) -> list[list[Unit]] | None:
    """What stands for choice between braces; None where it is no choice."""
    if not commas:
        letters = [unit for unit in inner[:LONGEST_RANGE] if isinstance(unit, str)]
        return _range("".join(letters)) if len(letters) == len(inner) else None
    cuts = [-1, *(comma - offset for comma in commas), len(inner)]
    found: list[list[Unit]] = []
    for left, right in pairwise(cuts):
        found += _expanded(inner[left + 1 : right], depth + 1)
        if len(found) > MOST_WORDS:
            raise ShellError(f"{{…}}: more than {MOST_WORDS:,} words", 1)
    return found


def _range(text: str) -> list[list[Unit]] | None:
    first, dots, rest = text.partition("..")
    last, _, step = rest.partition("..")
    if not dots:
        return None
    by = abs(_number(step) or 1) if step else 1
    low, high = _number(first), _number(last)
    if low is not None and high is not None:
        width = max(len(first), len(last)) if _padded(first) or _padded(last) else 0
        return [list(f"{n:0{width}d}") for n in _numbers(low, high, by)]
    if (
        len(first) == len(last) == 1
        and (first + last).isascii()
        and (first + last).isalpha()
    ):
        return [[chr(n)] for n in _numbers(ord(first), ord(last), by)]
    return None


def _number(text: str) -> int | None:
    digits = text.removeprefix("-").removeprefix("+")
    return int(text) if digits.isascii() and digits.isdigit() else None


def _padded(text: str) -> bool:
    digits = text.removeprefix("-")
    return len(digits) > 1 and digits.startswith("0")


def _numbers(low: int, high: int, by: int) -> range:
    found = range(low, high + 1, by) if low <= high else range(low, high - 1, -by)
    if len(found) > MOST_WORDS:
        raise ShellError(f"{{…}}: more than {MOST_WORDS:,} words", 1)
    return found
