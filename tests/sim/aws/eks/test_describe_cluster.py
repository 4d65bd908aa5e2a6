"""DescribeCluster tells the truth of each phase."""

from __future__ import annotations

from tests.sim.aws.eks.account import DEMO, an_account, with_cluster
from tests.sim.aws.refusing import refuses


def test_ca_endpoint_and_issuer_appear_one_after_the_other():
    account = an_account()
    account.order_cluster()
    seen = []
    while account.need(DEMO)["status"] == "CREATING":
        shown = account.eks("DescribeCluster", name="demo")["cluster"]
        has = {
            "ca": bool(shown["certificateAuthority"]),
            "endpoint": "endpoint" in shown,
            "issuer": "identity" in shown,
        }
        seen += [name for name, there in has.items() if there and name not in seen]
        account.later(5)
    assert seen == ["ca", "endpoint", "issuer"]


def test_an_active_cluster_shows_how_to_reach_it():
    account = with_cluster()
    shown = account.eks("DescribeCluster", name="demo")["cluster"]
    number = account.cluster_id
    assert shown["status"] == "ACTIVE"
    assert shown["endpoint"] == f"https://kube.test/k8s/us-west-2/{number}"
    assert shown["certificateAuthority"] == {"data": "Y2VydGlmaWNhdGU="}
    assert shown["identity"]["oidc"]["issuer"].endswith(number.upper())
    assert shown["resourcesVpcConfig"]["clusterSecurityGroupId"].startswith("sg-")
    assert "_" not in shown


def test_a_cluster_that_is_not_there_is_not_found():
    with refuses("ResourceNotFoundException", "No cluster found for name: nope.", 404):
        an_account().eks("DescribeCluster", name="nope")
