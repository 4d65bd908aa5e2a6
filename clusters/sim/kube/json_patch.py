"""JSON patch (RFC 6902), applied as the API server's library applies it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Path: TypeAlias = list[str]


class PatchFailed(Exception):
    """The patch does not fit the document."""


def patched(document: Any, operations: list[Any]) -> Any:
    """The document after all operations. Changes what it is given."""
    for operation in operations:
        name = operation.get("op") if isinstance(operation, dict) else None
        act = ACTS.get(name) if isinstance(name, str) else None
        if act is None:
            raise PatchFailed(f"Unexpected kind: {name or 'unknown'}")
        holder = {"": document}
        act(holder, _path(operation, "path"), operation)
        document = holder.get("")
    return document


def _add(holder: Any, path: Path, operation: dict[str, Any]) -> None:
    _put(holder, path, _value(operation), "add")


def _remove(holder: Any, path: Path, _operation: dict[str, Any]) -> None:
    _take(holder, path, "remove")


def _replace(holder: Any, path: Path, operation: dict[str, Any]) -> None:
    value = _value(operation)
    parent, last = _parent(holder, path, "replace")
    if isinstance(parent, list):
        parent[_index(parent, last, "replace", path)] = value
    elif last in parent:
        parent[last] = value
    else:
        raise _missing("replace", path)


def _move(holder: Any, path: Path, operation: dict[str, Any]) -> None:
    _put(holder, path, _take(holder, _path(operation, "from"), "move"), "move")


def _copy(holder: Any, path: Path, operation: dict[str, Any]) -> None:
    _put(holder, path, _copied(_get(holder, _path(operation, "from"), "copy")), "copy")


def _test(holder: Any, path: Path, operation: dict[str, Any]) -> None:
    wanted = operation.get("value")
    try:
        found = _get(holder, path, "test")
    except PatchFailed:
        if wanted is None:
            return
        raise
    if not _same(found, wanted):
        raise PatchFailed(f"testing value {_shown(path)} failed: test failed")


ACTS: dict[str, Callable[[Any, Path, dict[str, Any]], None]] = {
    "add": _add,
    "remove": _remove,
    "replace": _replace,
    "move": _move,
    "copy": _copy,
    "test": _test,
}


def _value(operation: dict[str, Any]) -> Any:
    if "value" not in operation:
        raise PatchFailed("operation missing value field: missing value")
    return operation["value"]


def _path(operation: dict[str, Any], member: str) -> Path:
    pointer = operation.get(member)
    if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
        raise PatchFailed(f"{operation.get('op')} operation: missing {member} field")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")]


def _shown(path: Path) -> str:
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in path)


def _missing(act: str, path: Path) -> PatchFailed:
    text = f"{act} operation does not apply: doc is missing path: {_shown(path)}"
    return PatchFailed(f"{text}: missing value")


def _index(array: list[Any], part: str, act: str, path: Path) -> int:
    """An existing element's place; Kubernetes' library counts from the end too."""
    if not part.lstrip("-").isascii() or not part.lstrip("-").isdigit():
        raise _missing(act, path)
    at = int(part)
    if not -len(array) <= at < len(array):
        raise _missing(act, path)
    return at


def _parent(holder: Any, path: Path, act: str) -> tuple[Any, str]:
    at = holder
    for part in path[:-1]:
        if isinstance(at, list):
            at = at[_index(at, part, act, path)]
        elif isinstance(at, dict) and part in at:
            at = at[part]
        else:
            raise _missing(act, path)
    if not isinstance(at, dict | list):
        raise _missing(act, path)
    return at, path[-1]


def _get(holder: Any, path: Path, act: str) -> Any:
    parent, last = _parent(holder, path, act)
    if isinstance(parent, list):
        return parent[_index(parent, last, act, path)]
    if last not in parent:
        raise _missing(act, path)
    return parent[last]


def _put(holder: Any, path: Path, value: Any, act: str) -> None:
    parent, last = _parent(holder, path, act)
    if isinstance(parent, dict):
        parent[last] = value
    elif last in ("-", str(len(parent))):
        parent.append(value)
    else:
        parent.insert(_index(parent, last, act, path), value)


def _take(holder: Any, path: Path, act: str) -> Any:
    found = _get(holder, path, act)
    parent, last = _parent(holder, path, act)
    del parent[_index(parent, last, act, path) if isinstance(parent, list) else last]
    return found


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(member) for name, member in value.items()}
    return [_copied(member) for member in value] if isinstance(value, list) else value


def _same(left: Any, right: Any) -> bool:
    """Equal as JSON: Python takes `True` for `1`, JSON does not."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            _same(left[k], right[k]) for k in left
        )
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right)
