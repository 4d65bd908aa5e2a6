"""kubectl wait: until objects are there, are gone, or are as they should be."""

from __future__ import annotations

import time
from collections.abc import Iterator

from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import OUTPUT, each
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.waiting import Met, wanted
from clusters.terminal.kubectl.watching import TIMED_OUT, TimedOut, watched

WEEK = 7 * 86400.0
"""What a timeout below 0 means."""
LOOK_SECONDS = 0.5
NOTHING = "no matching resources found"
MET = "condition met"


@command(
    "wait",
    "Wait until objects are as they should be",
    Flag(
        "for",
        help="condition=TYPE[=STATUS], delete, create, jsonpath=PATH[=VALUE]",
        known="condition=Ready condition=Available delete create jsonpath=",
    ),
    Flag("timeout", kind="duration", default=30.0, help="How long; 0: look once"),
    Flag("all", kind="bool", help="All objects of the type"),
    Flag("all-namespaces", "A", kind="bool", help="In all namespaces"),
    Flag("selector", "l", help="Only objects with these labels"),
    Flag("field-selector", help="Only objects with these fields"),
    Flag("filename", "f", kind="list", help="The objects of a file", known="file"),
    Flag("recursive", "R", kind="bool", help="Also the folders in a folder"),
    Flag("local", kind="bool", help="Do not ask the server"),
    OUTPUT,
    usage="wait (TYPE NAME | TYPE/NAME | -l LABEL | --all) --for=CONDITION",
    examples=(
        "kubectl wait pod/web --for=condition=Ready --timeout=60s",
        "kubectl wait deploy -l app=web --for=condition=Available",
        "kubectl wait pod/web --for=delete",
    ),
    completes="resource",
)
def wait(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.flags["local"]:
        raise KubectlError(f"--local is {NOT_HERE}")
    text = kubectl.flags["for"]
    if text.lower() == "delete":
        yield from each(_there(kubectl), lambda info: _gone(kubectl, info))
    elif text.lower() == "create":
        yield from _created(kubectl)
    else:
        met = wanted(text)
        infos = builder.infos(kubectl, kubectl.args)
        if not infos:
            raise KubectlError(NOTHING)
        yield from each(infos, lambda info: _until(kubectl, info, met))


def _until(kubectl: Kubectl, info: Info, met: Met) -> Iterator[str]:
    """Wait until an object is as it should be."""
    doc = info.live(kubectl)
    if not met(doc):
        doc = _becoming(kubectl, info, doc, met)
    yield changing.told(kubectl, info, MET, doc)


def _becoming(kubectl: Kubectl, info: Info, doc: Doc, met: Met) -> Doc:
    until, since = _deadline(kubectl, info), doc["metadata"]["resourceVersion"]
    try:
        for seen in watched(kubectl, info, until, since=since):
            if seen.type != "DELETED" and met(seen.doc):
                return seen.doc
    except TimedOut as error:
        raise _late(info) from error
    raise _late(info)


def _there(kubectl: Kubectl) -> list[Info]:
    """The objects that shall go, as far as they are still there."""
    found: list[Info] = []
    for info in builder.infos(kubectl, kubectl.args):
        try:
            info.live(kubectl)
            found.append(info)
        except ApiError as error:
            if error.reason != "NotFound":
                raise
    return found


def _gone(kubectl: Kubectl, info: Info) -> Iterator[str]:
    doc = info.body or {}
    until, meta = _deadline(kubectl, info), doc["metadata"]
    try:
        for seen in watched(kubectl, info, until, since=meta["resourceVersion"]):
            if seen.type == "DELETED" or seen.doc["metadata"]["uid"] != meta["uid"]:
                break
    except TimedOut as error:
        raise _late(info) from error
    yield changing.told(kubectl, info, MET, doc)


def _created(kubectl: Kubectl) -> Iterator[str]:
    """Look again and again until there is one."""
    until = time.monotonic() + _seconds(kubectl)
    while not (infos := _living(kubectl)):
        if time.monotonic() >= until:
            raise KubectlError(TIMED_OUT)
        kubectl.session.sleep(LOOK_SECONDS)
    for info in infos:
        yield changing.told(kubectl, info, MET, info.body or {})


def _living(kubectl: Kubectl) -> list[Info]:
    try:
        infos = builder.infos(kubectl, kubectl.args)
        for info in infos:
            info.live(kubectl)
    except ApiError as error:
        if error.reason != "NotFound":
            raise
        return []
    return infos


def _seconds(kubectl: Kubectl) -> float:
    seconds = float(kubectl.flags["timeout"])
    return seconds if seconds >= 0 else WEEK


def _deadline(kubectl: Kubectl, info: Info) -> float:
    """When the time is over. Raises KubectlError where one look was all."""
    if not _seconds(kubectl):
        raise KubectlError(f"condition not met for {_place(info)}")
    return time.monotonic() + _seconds(kubectl)


def _late(info: Info) -> KubectlError:
    return KubectlError(f"{TIMED_OUT} on {_place(info)}")


def _place(info: Info) -> str:
    return f"{info.resource.name}/{info.name}"
