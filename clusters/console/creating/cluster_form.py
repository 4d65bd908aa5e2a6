"""What the create wizard's pages show of a draft, beside the draft itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.console.access import Visit
from clusters.console.creating import cluster_choices, cluster_commands, cluster_draft
from clusters.console.creating.cluster_draft import FIELDS, STEPS, TITLES, Draft
from clusters.console.creating.cluster_picture import picture
from clusters.console.creating.cluster_problems import Problem
from clusters.console.creating.cluster_risks import risks
from clusters.sim.aws.eks.cluster_defaults import LOG_TYPES
from clusters.sim.catalog import addons

LOGS = {
    "api": ("API server", "Without it you do not see what the API server was asked."),
    "audit": ("Audit", "Without it nobody can say who changed what."),
    "authenticator": ("Authenticator", "Without it a refused login leaves no reason."),
    "controllerManager": ("Controller manager", "Without it failed loops stay silent."),
    "scheduler": ("Scheduler", "Without it you must guess why a Pod was not placed."),
}
ADDON_TEXTS = {
    "vpc-cni": "Gives each Pod an address from your subnet.",
    "kube-proxy": "Routes Service traffic on each node.",
    "coredns": "Lets Pods find Services by name.",
}
MODES = {
    "API_AND_CONFIG_MAP": (
        "EKS API and ConfigMap",
        "Access entries, and aws-auth too.",
    ),
    "API": ("EKS API", "Access entries only. AWS recommends it for new clusters."),
    "CONFIG_MAP": ("ConfigMap", "Only the ConfigMap aws-auth, as clusters had before."),
}


def context(
    visit: Visit,
    draft: Draft,
    step: str,
    known: Sequence[Problem],
    refused: Sequence[Problem] = (),
) -> dict[str, Any]:
    """What a step's template shows: what it was `refused` for, else its own problems."""
    rows, chosen = _subnets(visit, draft)
    at = STEPS.index(step)
    found = risks(visit, draft, chosen)
    shown = refused or [p for p in known if step in (p.step, "review")]
    return {
        "step": step,
        "form": f"console/create_{step.replace('-', '_')}.html",
        "steps": _steps(draft, step, refused or known),
        "previous": STEPS[at - 1] if at else "",
        "draft": draft,
        "kept": bool(cluster_draft.open_drafts(visit.place.id)),
        "problems": shown,
        "wrong": {problem.field: problem for problem in shown},
        "risks": [risk for risk in found if step in (risk.step, "review")],
        "zones": picture(visit.place.zones, chosen),
        "subnets": rows,
        "chosen": chosen,
        **_offers(visit, draft),
        **(_by_hand(visit, draft) if step == "review" else {}),
    }


def _offers(visit: Visit, draft: Draft) -> dict[str, Any]:
    """What the other fields offer to choose from; what is gone meanwhile stays shown."""
    world, region = visit.world, visit.place.region
    vpcs = cluster_choices.vpcs(world, region)
    groups = cluster_choices.security_groups(world, region, draft.vpc)
    gone = set(draft.groups) - {item["id"] for item in groups}
    about = "not in this VPC, or deleted meanwhile"
    groups += [{"id": one, "name": one, "about": about} for one in sorted(gone)]
    roles = cluster_choices.role_names(world)
    return {
        "versions": cluster_choices.versions(),
        "roles": roles,
        "role_gone": draft.role not in roles,
        "ticks": cluster_choices.role_ticks(world, draft.role),
        "vpcs": vpcs,
        "vpc_gone": draft.vpc not in {item["id"] for item in vpcs},
        "groups": groups,
        "modes": [
            {"mode": m, "title": MODES[m][0], "text": MODES[m][1]} for m in MODES
        ],
        "mode_title": MODES[draft.mode][0],
        "logs": [
            {"type": t, "title": LOGS[t][0], "text": LOGS[t][1], "on": t in draft.logs}
            for t in LOG_TYPES
        ],
        "addons": _addons(draft.version),
    }


def _by_hand(visit: Visit, draft: Draft) -> dict[str, str]:
    account = visit.place.account
    return {
        "command": cluster_commands.command(draft, account),
        "code": cluster_commands.code(draft, account),
    }


def _subnets(
    visit: Visit, draft: Draft
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The table's rows, and those that are chosen and there are."""
    every = cluster_choices.subnets(visit.world, visit.place.region)
    for item in every:
        item["chosen"] = item["id"] in draft.subnets
        item["elsewhere"] = item["vpc"] != draft.vpc
    known = {item["id"] for item in every}
    gone = [
        {"id": item, "name": item, "chosen": True, "gone": True}
        for item in draft.subnets
        if item not in known
    ]
    rows = [item for item in every if item["chosen"] or not item["elsewhere"]]
    return [*rows, *gone], [item for item in every if item["chosen"]]


def differences(draft: Draft, newer: Draft, step: str) -> list[dict[str, str]]:
    """What another tab says otherwise: theirs beside yours."""
    labels = {name: text for fields in FIELDS.values() for name, text in fields.items()}
    yours, theirs = draft.values(step), newer.values(step)
    return [
        {"label": labels[n], "yours": _text(yours[n]), "theirs": _text(theirs[n])}
        for n in yours
        if yours[n] != theirs[n]
    ]


def _text(value: str | bool | Sequence[str]) -> str:  # noqa: FBT001 a field's value
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else ", ".join(value)
    return text or "nothing"


def _steps(draft: Draft, step: str, known: Sequence[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": TITLES[name],
            "now": name == step,
            "done": name in draft.done and name != step,
            "bad": sum(problem.step == name for problem in known),
            "optional": name in ("logging", "add-ons"),
        }
        for name in STEPS
    ]


def _addons(minor: str) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "version": addons.ADDONS[name].versions.get(minor, ""),
            "text": ADDON_TEXTS[name],
        }
        for name in addons.DEFAULT
    ]
