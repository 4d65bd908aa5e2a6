"""CreateAccessEntry: who an IAM principal shall be in the cluster."""

from __future__ import annotations

import re

from clusters.sim.aws.eks import access_entry, cluster, idempotency, names
from clusters.sim.aws.eks.access_entry import STANDARD, TYPES, Wanted
from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key

PRINCIPAL = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):(role|user)/[\w+=,.@/-]+")


@operation("eks:CreateAccessEntry")
def create_access_entry(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    existing = tx.find(access_entry.key(here, request["principalArn"]))
    if existing is not None and idempotency.repeats(existing, request):
        return {"accessEntry": access_entry.shown(existing)}
    cluster.require_active(tx, here)
    kind = request.get("type") or STANDARD
    unique = _principal_id(tx, caller, here, request["principalArn"], kind)
    _check_names(here, kind, request)
    names.check_tags(request.get("tags", {}))
    made = access_entry.create(
        tx,
        here,
        Wanted(
            request["principalArn"],
            unique,
            type=kind,
            username=request.get("username", ""),
            groups=request.get("kubernetesGroups", ()),
            tags=request.get("tags", {}),
            request=idempotency.digest(request),
        ),
    )
    doc = tx.need(made)
    text = f"{made.name} may now call {here.name} as {doc['username']}."
    tx.tell(made, "eks", "CreateAccessEntry", text, owner="you", by="you")
    return {"accessEntry": access_entry.shown(doc)}


def _principal_id(tx: Tx, caller: Caller, here: Key, arn: str, kind: str) -> str:
    """The principal's unique id; that of another account is not known here."""
    matched = PRINCIPAL.fullmatch(arn)
    if matched is None or kind not in TYPES:
        text = "The specified principalArn is invalid: invalid principal."
        raise InvalidParameterException(text, clusterName=here.name)
    if "/aws-service-role/" in arn:
        text = (
            "The caller is not allowed to modify access entries with a principalArn "
            "value of a Service Linked Role"
        )
        raise InvalidParameterException(text, clusterName=here.name)
    if matched[1] != caller.account and kind == STANDARD:
        return ""
    unique = access_entry.unique_id(tx, arn)
    if unique is None or (kind != STANDARD and matched[2] != "role"):
        text = "The specified principalArn is invalid: invalid principal."
        raise InvalidParameterException(text, clusterName=here.name)
    return unique


def _check_names(here: Key, kind: str, request: Doc) -> None:
    username, groups = request.get("username", ""), request.get("kubernetesGroups", ())
    if kind != STANDARD and (username or groups):
        text = f"The username and kubernetesGroups cannot be specified for access entries of type {kind}."
        raise InvalidParameterException(text, clusterName=here.name)
    access_entry.check_names(here, username, groups)
