"""UpdateClusterConfig, and the Updates it makes."""

from __future__ import annotations

import pytest

from tests.sim.aws.eks.account import DEMO, with_cluster
from tests.sim.aws.refusing import refuses

INVALID = "InvalidParameterException"
PRIVATE = {"endpointPrivateAccess": True}
ALL = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def logging(*types: str, enabled: bool = True) -> dict:
    return {"clusterLogging": [{"types": list(types), "enabled": enabled}]}


def test_an_update_is_under_way_and_then_successful():
    account = with_cluster()
    made = account.eks("UpdateClusterConfig", name="demo", resourcesVpcConfig=PRIVATE)
    update = made["update"]
    assert update["status"] == "InProgress"
    assert update["type"] == "EndpointAccessUpdate"
    assert {"type": "EndpointPrivateAccess", "value": "true"} in update["params"]
    assert account.need(DEMO)["status"] == "UPDATING"
    assert account.need(DEMO)["resourcesVpcConfig"]["endpointPrivateAccess"] is False
    account.later(240)
    found = account.eks("DescribeUpdate", name="demo", updateId=update["id"])["update"]
    assert found["status"] == "Successful"
    assert account.need(DEMO)["status"] == "ACTIVE"
    assert account.need(DEMO)["resourcesVpcConfig"]["endpointPrivateAccess"] is True


def test_one_update_at_a_time():
    account = with_cluster()
    first = account.eks("UpdateClusterConfig", name="demo", resourcesVpcConfig=PRIVATE)
    text = (
        "Cannot LoggingUpdate because cluster demo currently has update "
        f"{first['update']['id']} in progress"
    )
    with refuses("ResourceInUseException", text, 409):
        account.eks("UpdateClusterConfig", name="demo", logging=logging("api"))


def test_one_kind_of_change_a_call():
    with refuses(INVALID, "Only one type of update can be allowed."):
        with_cluster().eks(
            "UpdateClusterConfig",
            name="demo",
            resourcesVpcConfig=PRIVATE,
            logging=logging("api"),
        )


def test_an_endpoint_that_is_so_already():
    text = (
        "Cluster is already at the desired configuration with endpointPrivateAccess: "
        "false , endpointPublicAccess: true, and Public Endpoint Restrictions: [0.0.0.0/0]"
    )
    with refuses(INVALID, text):
        with_cluster().eks(
            "UpdateClusterConfig",
            name="demo",
            resourcesVpcConfig={"endpointPublicAccess": True},
        )


def test_logging_is_switched_on_and_off_type_by_type():
    account = with_cluster()
    account.eks("UpdateClusterConfig", name="demo", logging=logging("audit", "api"))
    account.later(100)
    on, off = account.need(DEMO)["logging"]["clusterLogging"]
    assert (on["types"], on["enabled"]) == (["api", "audit"], True)
    assert off["types"] == ["authenticator", "controllerManager", "scheduler"]
    account.eks(
        "UpdateClusterConfig", name="demo", logging=logging("api", enabled=False)
    )
    account.later(100)
    assert account.need(DEMO)["logging"]["clusterLogging"][0]["types"] == ["audit"]


def test_logging_that_is_so_already():
    with refuses(INVALID, "No changes needed for the logging config provided"):
        with_cluster().eks(
            "UpdateClusterConfig", name="demo", logging=logging(*ALL, enabled=False)
        )


@pytest.mark.parametrize("wanted", ["CONFIG_MAP", "API_AND_CONFIG_MAP"])
def test_authentication_never_goes_back(wanted):
    text = f"Unsupported authentication mode update from API to {wanted}"
    with refuses(INVALID, text):
        with_cluster("API").eks(
            "UpdateClusterConfig",
            name="demo",
            accessConfig={"authenticationMode": wanted},
        )


def test_moving_to_access_entries_carries_over_what_eks_had_mapped_itself():
    account = with_cluster("CONFIG_MAP")
    account.order_nodegroup()
    account.later(300)
    account.eks(
        "UpdateClusterConfig",
        name="demo",
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    account.later(120)
    entries = account.eks("ListAccessEntries", clusterName="demo")["accessEntries"]
    assert [arn.rpartition("/")[2] for arn in entries] == [
        "AmazonEKSNodeRole",
        "learner",
    ]


def test_what_is_not_simulated_is_refused_by_name():
    account = with_cluster()
    with refuses("NotImplemented", "VpcConfigUpdate", 501):
        account.eks(
            "UpdateClusterConfig",
            name="demo",
            resourcesVpcConfig={"subnetIds": account.subnets[:2]},
        )


def test_nothing_to_change_is_refused():
    with refuses(INVALID, "No changes needed"):
        with_cluster().eks("UpdateClusterConfig", name="demo")
