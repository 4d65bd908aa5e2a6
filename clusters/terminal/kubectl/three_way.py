"""What `kubectl apply` sends: the difference of file, last file and live object.

Strategic where the schema knows the kind: lists that merge by a key are compared
element by element, and the wanted order is sent beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from clusters.sim.kube.openapi.structs import Field, Fields, GroupVersion
from clusters.sim.kube.strategic_merge import DELETE, ORDER, PATCH, RETAIN

Map: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Differ:
    """One comparison: what is gone, or what is new and other; one of both."""

    known: GroupVersion
    deletions: bool

    def maps(self, old: Map, new: Map, fields: Fields, *, retain: bool = False) -> Map:
        """What leads from one map to the other."""
        patch: Map = {}
        for name, before in old.items():
            if name not in new:
                if self.deletions:
                    patch[name] = None
            else:
                self._member(patch, name, (before, new[name]), fields.get(name))
        if not self.deletions:
            patch |= {name: value for name, value in new.items() if name not in old}
        if retain and patch and not self.deletions:
            patch[RETAIN] = sorted(new)
        return patch

    def _member(
        self, patch: Map, name: str, pair: tuple[Any, Any], field: Field | None
    ) -> None:
        before, after = pair
        strategies = field.strategies if field is not None else ()
        if isinstance(before, dict) and isinstance(after, dict):
            if "replace" not in strategies:
                below = self.maps(
                    before, after, self._below(field), retain="retainKeys" in strategies
                )
                if below:
                    patch[name] = below
                return
        elif (
            isinstance(before, list)
            and isinstance(after, list)
            and field is not None
            and "merge" in strategies
        ):
            self._lists(patch, name, (before, after), field)
            return
        if not self.deletions and before != after:
            patch[name] = after

    def _below(self, field: Field | None) -> Fields:
        if field is not None and field.item is not None:
            field = field.item
        if field is None or not field.struct:
            return {}
        return self.known.structs[field.struct]

    def _lists(
        self, patch: Map, name: str, pair: tuple[list[Any], list[Any]], field: Field
    ) -> None:
        before, after = pair
        if not before:
            if after and not self.deletions:
                patch[name] = after
            return
        if not field.merge_key:
            self._scalars(patch, name, before, after)
            return
        elements = self._elements(before, after, field)
        if elements:
            patch[name] = elements
        key = field.merge_key
        order = [element.get(key) for element in after]
        same = order == [element.get(key) for element in before]
        if not self.deletions and (elements or not same):
            patch[ORDER + name] = [{key: value} for value in order]

    def _scalars(self, patch: Map, name: str, old: list[Any], new: list[Any]) -> None:
        added = [value for value in new if value not in old]
        gone = [value for value in old if value not in new]
        if self.deletions and gone:
            patch[DELETE + name] = gone
        elif not self.deletions and added:
            patch[name] = added
            patch[ORDER + name] = new

    def _elements(self, old: list[Map], new: list[Map], field: Field) -> list[Map]:
        key, fields = field.merge_key, self._below(field)
        before = {element.get(key): element for element in old}
        wanted = {element.get(key) for element in new}
        out: list[Map] = []
        for element in new:
            known = before.get(element.get(key))
            if known is None:
                if not self.deletions:
                    out.append(element)
                continue
            retain = "retainKeys" in field.strategies
            below = self.maps(known, element, fields, retain=retain)
            if below:
                out.append({**below, key: element.get(key)})
        if self.deletions:
            out += [{key: k, PATCH: "delete"} for k in before if k not in wanted]
        return out


def strategic(
    known: GroupVersion, fields: Fields, last: Map, wanted: Map, live: Map
) -> Map:
    """The patch that `apply` sends for a kind that the schema knows."""
    gone = Differ(known, deletions=True).maps(last, wanted, fields)
    delta = Differ(known, deletions=False).maps(live, wanted, fields)
    return _joined(gone, delta)


def _joined(first: Map, second: Map) -> Map:
    out = dict(first)
    for name, value in second.items():
        before = out.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            out[name] = _joined(before, value)
        elif isinstance(before, list) and isinstance(value, list):
            out[name] = _joined_lists(before, value)
        else:
            out[name] = value
    return out


def _joined_lists(first: list[Any], second: list[Any]) -> list[Any]:
    """Elements about the same thing become one; the rest stand side by side."""
    out = list(first)
    for element in second:
        keys = set(element) if isinstance(element, dict) else set()
        twin = next(
            (
                place
                for place, one in enumerate(out)
                if isinstance(one, dict)
                and any(one.get(k) == element[k] and k in one for k in keys)
                and PATCH not in one
            ),
            None,
        )
        if twin is None:
            out.append(element)
        else:
            out[twin] = _joined(out[twin], element)
    return out


def plain(last: Map, wanted: Map, live: Map) -> Map:
    """The JSON merge patch for a kind that no schema describes."""
    patch: Map = {name: None for name in last if name not in wanted}
    for name, value in wanted.items():
        before, now = last.get(name), live.get(name)
        if isinstance(value, dict) and isinstance(now, dict):
            below = plain(before if isinstance(before, dict) else {}, value, now)
            if below:
                patch[name] = below
        elif value != now or name not in live:
            patch[name] = value
    return patch
