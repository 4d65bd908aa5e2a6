"""What all descriptions are made of: labels, annotations, times, selectors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from clusters.sim.kube.ages import parsed, since
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.label_selectors import written

NONE, UNSET = "<none>", "<unset>"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
LONGEST_ANNOTATION = 140


def named(look_meta: Doc, *, spaced: bool = True) -> Iterator[str]:
    """The name, and the namespace where there is one."""
    yield f"Name:\t{look_meta['name']}\n"
    if spaced:
        yield f"Namespace:\t{look_meta.get('namespace', '')}\n"


def head(meta: Doc, *, spaced: bool = True) -> Iterator[str]:
    """What most descriptions begin with."""
    yield from named(meta, spaced=spaced)
    yield from marks(meta)


def marks(meta: Doc) -> Iterator[str]:
    """Labels and annotations."""
    yield from labels("Labels", meta.get("labels"))
    yield from notes("Annotations", meta.get("annotations"))


def labels(title: str, pairs: Mapping[str, str] | None) -> Iterator[str]:
    """`key=value`, one in a line."""
    lines = [f"{key}={value}" for key, value in sorted((pairs or {}).items())]
    yield from column(title, lines)


def column(title: str, lines: list[str]) -> Iterator[str]:
    """A title, and values below each other beside it."""
    yield f"{title}:\t{lines[0] if lines else NONE}\n"
    for line in lines[1:]:
        yield f"\t{line}\n"


def notes(title: str, pairs: Mapping[str, str] | None) -> Iterator[str]:
    """`key: value`; a long value or one of several lines below its key."""
    shown = {k: v for k, v in sorted((pairs or {}).items()) if k != LAST_APPLIED}
    lines: list[str] = []
    for key, whole in shown.items():
        value = whole.removesuffix("\n")
        size = len(value.encode()) + len(key.encode()) + len(": ")
        if size < LONGEST_ANNOTATION and "\n" not in value:
            lines.append(f"{key}: {value}")
        else:
            lines.append(f"{key}:")
            lines += [f"  {_cut(line)}" for line in value.split("\n")]
    yield from column(title, lines)


def _cut(line: str) -> str:
    most = LONGEST_ANNOTATION - 2
    raw = line.encode()
    return line if len(raw) <= most else raw[:most].decode("utf-8", "replace") + "..."


def flat(pairs: Mapping[str, str] | None) -> str:
    """`a=b,c=d`."""
    lines = [f"{key}={value}" for key, value in sorted((pairs or {}).items())]
    return ",".join(lines) or NONE


def selector(chosen: Doc | None) -> str:
    """A label selector in one line."""
    return written(chosen) or NONE


def moment(stamp: str | None) -> str:
    """A time as RFC 1123 writes it."""
    if not stamp:
        return "Mon, 01 Jan 0001 00:00:00 +0000"
    when = dt.datetime.fromtimestamp(parsed(stamp), dt.UTC)
    return when.strftime("%a, %d %b %Y %H:%M:%S +0000")


def ago(stamp: str | None, wall: float) -> str:
    """How long ago a time was: `3m5s`."""
    return since(stamp, wall)


def controller(meta: Doc) -> str:
    """Who looks after an object: `ReplicaSet/web-1`; empty when nobody does."""
    for owner in meta.get("ownerReferences") or ():
        if owner.get("controller"):
            return f"{owner['kind']}/{owner['name']}"
    return ""
