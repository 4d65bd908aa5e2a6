"""What may change in a Pod once it exists."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.fields import Problem, forbidden, invalid
from clusters.sim.tx import thawed

FEW = (
    "pod updates may not change fields other than `spec.containers[*].image`,"
    "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
    "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
    "(allow it to be set to 1 if it was previously negative)"
)
IN_PLACE = ("image",)


def check(body: Doc, old: Doc) -> list[Problem]:
    """Field errors of a Pod's new spec, compared with its old one."""
    now, before = thawed(dict(body["spec"])), thawed(dict(old["spec"]))
    for part in ("containers", "initContainers"):
        if len(now.get(part) or ()) != len(before.get(part) or ()):
            told = "pod updates may not add or remove containers"
            return [forbidden(f"spec.{part}", told)]
        for new, was in zip(now.get(part) or (), before.get(part) or (), strict=True):
            for name in IN_PLACE:
                new[name] = was.get(name)
    lost = [
        item
        for item in before.get("tolerations") or ()
        if item not in (now.get("tolerations") or ())
    ]
    if not lost:
        now["tolerations"] = before.get("tolerations")
    out = _deadline(now, before)
    now["activeDeadlineSeconds"] = before.get("activeDeadlineSeconds")
    if before.get("schedulingGates"):
        now["schedulingGates"] = before["schedulingGates"]
    if _solid(now) != _solid(before):
        out.append(
            forbidden("spec", f"{FEW}\n{_difference(_solid(now), _solid(before))}")
        )
    return out


def _deadline(now: Doc, before: Doc) -> list[Problem]:
    new, was = now.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds")
    if was is None or (new is not None and new <= was):
        return []
    told = "must be less than or equal to previous value"
    if new is None:
        told = "must not update from a positive integer to nil value"
    return [invalid("spec.activeDeadlineSeconds", new, told)]


def _solid(spec: Doc) -> dict[str, Any]:
    return {name: value for name, value in spec.items() if value is not None}


def _difference(now: dict[str, Any], before: dict[str, Any]) -> str:
    """The changed fields, in the look of the Go diff that the API server appends."""
    lines = ["  core.PodSpec{"]
    for name in sorted({*now, *before}):
        if now.get(name) != before.get(name):
            field = name[0].upper() + name[1:]
            lines += [
                f"- \t{field}: {now.get(name)!r},",
                f"+ \t{field}: {before.get(name)!r},",
            ]
    return "\n".join([*lines, "  }", ""])
