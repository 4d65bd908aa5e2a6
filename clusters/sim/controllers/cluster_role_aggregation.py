"""The aggregation controller: some ClusterRoles are the sum of others, by label."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import selectors, store
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

KIND = "k8s.ClusterRole"


def _sums(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """The roles that are made of others: one of those has changed."""
    found = view.list(KIND, key.scope)
    return [sum_ for sum_, doc in found if doc.get("aggregationRule")]


@controller("cluster-role-aggregation", watches(KIND, _sums), in_cluster=True)
def reconcile(tx: Tx, key: Key) -> None:
    role = tx.find(key)
    if role is None or not role.get("aggregationRule"):
        return
    wanted = role["aggregationRule"].get("clusterRoleSelectors") or ()
    rules: list[dict[str, Any]] = []
    for part, doc in tx.list(KIND, key.scope):
        labels = doc["metadata"].get("labels")
        if part != key and any(selectors.selects(struct, labels) for struct in wanted):
            rules += [rule for rule in doc.get("rules") or () if rule not in rules]
    held = role.get("rules") or []
    if len(rules) != len(held) or any(rule not in held for rule in rules):
        with store.update(
            tx, key, manager="clusterrole-aggregation-controller"
        ) as body:
            body["rules"] = [dict(rule) for rule in rules]
