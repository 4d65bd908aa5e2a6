"""What blocks a cluster that is being thought of: the service's own refusals.

The service names one fault at a time. Here each is replaced by something harmless and
the call rehearsed again, so that a page can name all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from clusters.console import rehearsal
from clusters.console.access import Visit
from clusters.console.creating import cluster_choices
from clusters.console.creating.cluster_draft import (
    ANYWHERE,
    FIELDS,
    MODES,
    STEPS,
    Draft,
)
from clusters.console.refusing.refusals import explained
from clusters.sim.catalog import eks_versions
from clusters.sim.errors import Refusal

MOST = 8
STEP_OF = {name: step for step, fields in FIELDS.items() for name in fields}
RULES = (
    (r"Cluster already exists", "name"),
    (r"The cluster name can", "name"),
    (r"unsupported Kubernetes version|^Kubernetes \S+ is not", "version"),
    (r"^Role with arn|^Invalid Role Arn|^The provided role", "role"),
    (r"^bootstrapClusterCreator", "admin"),
    (r"^Tag keys|^Number of tags", "tags"),
    (r"^Security group|^The security group|security groups\.$", "groups"),
    (r"^serviceIpv4Cidr", "services"),
    (r"publicAccessCidrs|public access CIDRs", "cidrs"),
    (r"^Private and public endpoint", "endpoint"),
    (r"[Ss]ubnet|different AZs|the targeted availability zone", "subnets"),
)
"""Which field a refusal is about, by its words; those of other fields cannot match."""


@dataclass(frozen=True)
class Problem:
    """One fault: its field (none if it is about none), a sentence, the exact words."""

    field: str
    step: str
    text: str
    service: str


def problems(visit: Visit, draft: Draft) -> list[Problem]:
    """All that the service would refuse of a draft."""
    return list(_found(visit, draft))


def upto(found: list[Problem], step: str) -> list[Problem]:
    """Those that somebody who has just sent this step can do something about."""
    known = STEPS[: STEPS.index(step) + 1]
    return [problem for problem in found if problem.step in known]


def _found(visit: Visit, draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    rest = draft
    for _ in range(MOST):
        asked = rest.request(visit.place.account)
        refusal = rehearsal.refused(visit, "eks:CreateCluster", asked)
        if refusal is None:
            return
        problem = worded(visit, draft, refusal)
        if problem.field in seen:
            return
        seen.add(problem.field)
        yield problem
        mended = _harmless(visit, rest, problem.field)
        if mended is None:
            return
        rest = mended


def worded(visit: Visit, draft: Draft, refusal: Refusal) -> Problem:
    """A refusal, the field it is about, and a sentence for people."""
    rules = (name for rule, name in RULES if re.search(rule, refusal.message))
    field = next(rules, "")
    return Problem(
        field,
        STEP_OF.get(field, "review"),
        _sentence(visit, draft, refusal.message)
        or explained(refusal.code, refusal.message, refusal.status).text,
        f"{refusal.code}: {refusal.message}",
    )


def _sentence(visit: Visit, draft: Draft, said: str) -> str:
    """What the form can say better, because it knows what was chosen."""
    if said.startswith("The cluster name can") and not draft.name:
        return "Give the cluster a name."
    if said == "Subnet Id is required":
        return "Choose subnets in at least two Availability Zones."
    if "at least two different AZs" in said:
        every = cluster_choices.subnets(visit.world, visit.place.region)
        zones = {item["zone"] for item in every if item["id"] in draft.subnets}
        return (
            f"All chosen subnets are in {', '.join(sorted(zones))}. If that zone failed, "
            "the control plane could not reach any node. Add one in another zone."
        )
    if "could not be assumed" in said:
        there = draft.role in cluster_choices.role_names(visit.world)
        why = "its trust policy does not name eks.amazonaws.com"
        return (
            f"EKS cannot assume {draft.role or 'a role without a name'}: "
            f"{why if there else 'there is no such role'}. Choose another role"
            f"{', or mend its trust policy' if there else ''}."
        )
    gone = re.match(
        r"The (subnet|security group) (?:ID )?'([^']*)' does not exist", said
    )
    if gone:
        return (
            f"There is no {gone[1]} {gone[2]} any more. It was deleted after you chose "
            f"it, or never was. Take it out and choose another."
        )
    return ""


def _harmless(visit: Visit, draft: Draft, field: str) -> Draft | None:
    """The draft without a fault in this field; None where nothing would do."""
    world, region = visit.world, visit.place.region
    chosen = tuple(cluster_choices.preselected(world, region, draft.vpc))
    values: dict[str, Any] = {
        "name": {"name": f"halfplane-{draft.token}"},
        "version": {"version": eks_versions.DEFAULT},
        "role": {"role": cluster_choices.usable_role(world)},
        "admin": {"admin": True, "mode": MODES[0]},
        "tags": {"tags": ""},
        "groups": {"groups": ()},
        "services": {"services": ""},
        "cidrs": {"cidrs": ANYWHERE},
        "endpoint": {"endpoint": "both"},
        "subnets": {"subnets": chosen, "groups": ()},
    }
    return replace(draft, **values[field]) if field in values else None
