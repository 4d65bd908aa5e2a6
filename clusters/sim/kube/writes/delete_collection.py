"""deletecollection: all objects that a query selects."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.reading import Query, matcher
from clusters.sim.kube.wire import wire
from clusters.sim.kube.writes import delete
from clusters.sim.tx import Tx


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    selects = matcher(
        kind,
        Query(
            str(call.options.get("labelSelector", "")),
            str(call.options.get("fieldSelector", "")),
        ),
    )
    scope = kind.scope(call.cluster, call.namespace)
    found = [item for item in tx.list(kind.document, scope) if selects(item[1])]
    items = [wire(tx, key, doc, kind) for key, doc in found]
    for key, _ in found:
        delete.remove(tx, kind, call, key)
    return Answer(
        {
            "kind": f"{kind.kind}List",
            "apiVersion": kind.group_version,
            "metadata": {"resourceVersion": str(tx.rv)},
            "items": items,
        }
    )
