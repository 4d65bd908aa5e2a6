"""Strategic merge patch: lists merge by key where the schema says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from clusters.sim.kube.openapi.structs import Field, Fields, GroupVersion

Map: TypeAlias = dict[str, Any]
List: TypeAlias = list[Any]

PATCH = "$patch"
RETAIN = "$retainKeys"
ORDER = "$setElementOrder/"
DELETE = "$deleteFromPrimitiveList/"
BAD_RETAIN = "invalid patch format of retainKeys"
BAD_ORDER = "invalid patch format of setElementOrder list"
BAD_PRIMITIVE = "invalid patch format of primitive list"


class BadPatch(Exception):
    """The patch itself is malformed."""


def merge(known: GroupVersion, fields: Fields, live: Map, patch: Map) -> Map:
    """`live` with the patch in it. Both may be changed or become part of the result."""
    if PATCH in patch:
        return _directed(patch)
    patch = dict(patch)
    _retain(live, patch)
    for name in [name for name in patch if name.startswith(ORDER)]:
        order = patch.pop(name)
        _ordered(known, fields, live, patch, (name[len(ORDER) :], order))
    for name, value in patch.items():
        if name.startswith(DELETE):
            _delete_scalars(live, name[len(DELETE) :], value)
        elif value is None:
            live.pop(name, None)
        else:
            _merge_member(known, fields.get(name), live, name, value)
    return live


def go_text(value: Any) -> str:
    """A value as Go prints it: `map[a:1 b:[x y]]`."""
    if isinstance(value, dict):
        members = (f"{name}:{go_text(value[name])}" for name in sorted(value))
        return f"map[{' '.join(members)}]"
    if isinstance(value, list):
        return f"[{' '.join(map(go_text, value))}]"
    if value is None:
        return "<nil>"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _directed(patch: Map) -> Map:
    directive = patch.pop(PATCH)
    if directive == "replace":
        return patch
    if directive == "delete":
        return {}
    raise BadPatch(f"unknown patch type {directive} found in: {go_text(patch)}")


def _retain(live: Map, patch: Map) -> None:
    """`$retainKeys` names all members that may stay."""
    if RETAIN not in patch:
        return
    kept = patch.pop(RETAIN)
    set_here = [k for k, v in patch.items() if v is not None and not k.startswith("$")]
    if not isinstance(kept, list) or not all(name in kept for name in set_here):
        raise BadPatch(BAD_RETAIN)
    for name in [name for name in live if name not in kept]:
        del live[name]


def _delete_scalars(live: Map, name: str, gone: Any) -> None:
    if not isinstance(gone, list) or not isinstance(live.get(name, []), list):
        raise BadPatch(BAD_PRIMITIVE)
    if name in live:
        live[name] = [value for value in live[name] if value not in gone]


def _merge_member(
    known: GroupVersion, field: Field | None, live: Map, name: str, value: Any
) -> None:
    old = live.get(name)
    if isinstance(old, dict) and isinstance(value, dict):
        if field is None or "replace" not in field.strategies:
            live[name] = merge(known, _below(known, field), old, value)
            return
    elif isinstance(old, list) and isinstance(value, list):
        live[name] = _merge_list(known, field, old, value)
        return
    if isinstance(value, dict) and PATCH in value:
        live.pop(name, None)
    else:
        live[name] = _plain(value)


def _below(known: GroupVersion, field: Field | None) -> Fields:
    """The fields of what a member or a list's elements hold."""
    if field is not None and field.item is not None:
        field = field.item
    return known.structs[field.struct] if field is not None and field.struct else {}


def _plain(value: Any) -> Any:
    """A value that is new: without nulls and directives."""
    if isinstance(value, dict):
        members = {k: v for k, v in value.items() if v is not None and not _gone(v)}
        return {k: _plain(v) for k, v in members.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value if not _gone(v)]
    return value


def _gone(value: Any) -> bool:
    return isinstance(value, dict) and PATCH in value


def _merges(field: Field | None) -> bool:
    return field is not None and "merge" in field.strategies


def _merge_list(
    known: GroupVersion, field: Field | None, live: List, patch: List
) -> List:
    if field is None or not _merges(field):
        return patch
    kinds = {type(value) for value in (*live, *patch)}
    if list in kinds:
        raise BadPatch("lists of lists are not supported")
    if len(kinds) > 1:
        both = go_text([live, patch])
        raise BadPatch(f"list element types are not identical: {both}")
    if kinds != {dict}:
        merged = list(dict.fromkeys((*live, *patch)))
        return _arranged(merged, patch, live, _itself)
    by = _keyed(field.merge_key)
    live, patch = _without_directives(live, patch, by)
    merged = list(live)
    for element in patch:
        at = _find(merged, by(element), field.merge_key)
        if at is None:
            merged.append(_plain(element))
        else:
            merged[at] = merge(known, _below(known, field), merged[at], element)
    return _arranged(merged, patch, live, by)


def _itself(value: Any) -> Any:
    return value


def _keyed(merge_key: str) -> Callable[[Any], Any]:
    def key_of(element: Any) -> Any:
        if not isinstance(element, dict) or merge_key not in element:
            raise BadPatch(
                f"map: {go_text(element)} does not contain declared merge key: {merge_key}"
            )
        return element[merge_key]

    return key_of


def _find(elements: List, value: Any, merge_key: str) -> int | None:
    same = (i for i, element in enumerate(elements) if element.get(merge_key) == value)
    return next(same, None)


def _without_directives(
    live: List, patch: List, by: Callable[[Any], Any]
) -> tuple[List, List]:
    """Carry out `$patch` elements; answer the live and the patch list without them."""
    plain = [element for element in patch if PATCH not in element]
    for element in patch:
        directive = element.get(PATCH, "replace")
        if directive == "delete":
            gone = by(element)
            live = [old for old in live if by(old) != gone]
        elif directive == "merge":
            raise BadPatch("merging lists cannot yet be specified in the patch")
        elif directive != "replace":
            text = go_text(element)
            raise BadPatch(f"unknown patch type {directive} found in: {text}")
    if any(element.get(PATCH) == "replace" for element in patch):
        return [_plain(element) for element in plain], []
    return live, plain


def _arranged(merged: List, first: List, live: List, by: Callable[[Any], Any]) -> List:
    """The order of a merged list: as `first` has it; between, what only `live` has.

    An element that only the server has stays before those of the patch that it
    stood before; a new element of the patch comes before what is left of the live.
    """
    asked = [by(element) for element in first]
    there = [by(element) for element in live]
    patched = [element for element in merged if by(element) in asked]
    patched.sort(key=lambda element: asked.index(by(element)))
    left = [element for element in merged if by(element) not in asked]
    left.sort(key=lambda e: there.index(by(e)) if by(e) in there else len(there))
    out: List = []
    while left and patched:
        mine, theirs = by(patched[0]), by(left[0])
        stays = mine in there and theirs in there
        if stays and there.index(theirs) < there.index(mine):
            out.append(left.pop(0))
        else:
            out.append(patched.pop(0))
    return [*out, *left, *patched]


def _ordered(
    known: GroupVersion, fields: Fields, live: Map, patch: Map, asked: tuple[str, Any]
) -> None:
    """Merge one list and bring it into the order that `$setElementOrder` asks for."""
    name, order = asked
    field = fields.get(name)
    old, new = live.get(name), patch.pop(name, None)
    for value in (order, old or [], new or []):
        if not isinstance(value, list):
            raise BadPatch(BAD_ORDER)
    by = _keyed(field.merge_key) if field is not None and field.merge_key else _itself
    _check_order(new or [], order, by)
    if old is None and new is None:
        return
    if old is None:
        merged = _plain(new)
    else:
        merged = old if new is None else _merge_list(known, field, list(old), new)
    live[name] = _arranged(merged, order, old or [], by)


def _check_order(patch: List, order: List, by: Callable[[Any], Any]) -> None:
    """All elements of the patch are listed, in this order; deletions apart."""
    places = iter([by(element) for element in order])
    stays = [by(element) for element in patch if not _gone(element)]
    if patch and order and not all(key in places for key in stays):
        raise BadPatch(
            f"The order in patch list:\n{go_text(patch)}\n doesn't match "
            f"$setElementOrder list:\n{go_text(order)}\n"
        )
