"""Worlds in which a load balancer outlived its cluster."""

from __future__ import annotations

from tests.sim.accounts import Hands, with_cluster


def with_orphan(sort: str = "") -> Hands:
    """A World whose cluster went before its Service of type LoadBalancer."""
    hands = Hands(with_cluster())
    annotations = {"service.beta.kubernetes.io/aws-load-balancer-type": sort}
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "shop", "annotations": annotations if sort else {}},
        "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]},
    }
    hands.kube("create", "services", service, name="shop")
    hands.later(60)
    hands.aws("eks:DeleteNodegroup", clusterName="demo", nodegroupName="web")
    hands.later(60)
    hands.aws("eks:DeleteCluster", name="demo")
    hands.later(60)
    return hands
