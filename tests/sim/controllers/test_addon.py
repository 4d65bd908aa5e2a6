"""Add-ons: applied when the API takes them, healthy as their workload is."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.aws.eks.account import REGION, an_account, with_cluster, with_nodegroup

SCOPE = f"{REGION}/demo"


def status(account, name: str) -> str:
    return str(account.need(Key("eks.Addon", SCOPE, name))["status"])


def test_daemons_are_whole_without_nodes_and_dns_is_not():
    account = with_cluster()
    assert status(account, "vpc-cni") == "ACTIVE"
    assert status(account, "kube-proxy") == "ACTIVE"
    assert status(account, "coredns") == "CREATING"


def test_with_nodes_dns_is_whole():
    account = with_nodegroup()
    account.later(120)
    assert status(account, "coredns") == "ACTIVE"


def test_an_object_that_is_missing_is_made_when_eks_takes_charge():
    account = with_cluster()
    here = account.cluster_id
    account.kube(
        "delete", "daemonsets.apps", namespace="kube-system", name="kube-proxy"
    )
    account.later(5)
    account.eks("CreateAddon", clusterName="demo", addonName="kube-proxy")
    account.later(60)
    key = Key("k8s.DaemonSet", f"{here}/kube-system", "kube-proxy")
    assert account.world.find(key) is not None


def test_they_are_applied_between_the_first_objects_and_the_last_checks():
    account = an_account()
    account.order_cluster()
    account.later(900)
    reasons = account.reasons("eks")
    applied = [at for at, reason in enumerate(reasons) if reason == "AddonApplied"]
    assert len(applied) == 3
    assert reasons.index("BootstrapFinished") < applied[0]
    assert applied[-1] < reasons.index("HealthGateStarted")
