"""`[ … ]` and `test`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clusters.sim.images.shell.state import State

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-gt": lambda a, b: a > b,
    "-le": lambda a, b: a <= b,
    "-ge": lambda a, b: a >= b,
}
PAIR, TRIPLE = 2, 3


def holds(state: State, args: Sequence[str]) -> bool:
    """Whether a test is true."""
    words = list(args)
    for joint, both in (("-o", any), ("-a", all)):
        if joint in words:
            at = words.index(joint)
            return both([holds(state, words[:at]), holds(state, words[at + 1 :])])
    if words[:1] == ["!"]:
        return not holds(state, words[1:])
    if len(words) == TRIPLE:
        return _binary(*words)
    if len(words) == PAIR:
        return _unary(state, *words)
    return bool(words and words[0])


def _unary(state: State, flag: str, value: str) -> bool:
    is_file, is_folder = value in state.files, value in state.folders
    truths = {
        "-z": not value,
        "-n": bool(value),
        "-d": is_folder,
        "-s": bool(state.files.get(value)),
        "-f": is_file,
        "-r": is_file,
        "-e": is_file or is_folder,
    }
    return truths.get(flag, False)


def _binary(left: str, sign: str, right: str) -> bool:
    if sign in {"=", "=="}:
        return left == right
    if sign == "!=":
        return left != right
    compare = _COMPARE.get(sign)
    numbers = [side.lstrip("-").isdigit() for side in (left, right)]
    return bool(compare and all(numbers) and compare(int(left), int(right)))
