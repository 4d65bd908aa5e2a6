"""One object as it changes, for commands that wait for something."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError

GONE = 410
TIMED_OUT = "timed out waiting for the condition"


class TimedOut(KubectlError):
    """The time is over, and what was waited for has not come."""


@dataclass(frozen=True)
class Seen:
    """What a watch tells: ADDED, MODIFIED or DELETED, and the object."""

    type: str
    doc: Doc


def watched(
    kubectl: Kubectl, info: Info, until: float | None, *, since: str = ""
) -> Iterator[Seen]:
    """An object's changes; the first is how it stands, unless `since` is a version.

    `until` is a monotonic time. Raises TimedOut, ApiError.
    """
    while True:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            raise TimedOut(TIMED_OUT)
        query = {
            "fieldSelector": f"metadata.name={info.name}",
            "resourceVersion": since,
            "timeoutSeconds": "" if left is None else str(math.ceil(left)),
        }
        for event in kubectl.client.events(info.collection, **query):
            if event["type"] == "ERROR":
                if event["object"].get("code") != GONE:
                    raise ApiError(event["object"])
                since = ""
                break
            if event["type"] == "BOOKMARK":
                continue
            since = event["object"]["metadata"]["resourceVersion"]
            yield Seen(event["type"], event["object"])


def deadline(seconds: float | None) -> float | None:
    """The monotonic time when so many seconds are over; None for 0 or less: never."""
    return time.monotonic() + seconds if seconds and seconds > 0 else None
