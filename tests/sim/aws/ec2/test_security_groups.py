from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses

HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
ANYWHERE = {**HTTPS, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "the world"}]}


@pytest.fixture
def cloud():
    return a_cloud()


@pytest.fixture
def group(cloud):
    return made(cloud, "web")


def made(cloud, name, **request):
    answer = cloud.ec2(
        "CreateSecurityGroup", GroupName=name, Description=name, **request
    )
    return answer["GroupId"]


def allow(cloud, group, *permissions):
    return cloud.ec2(
        "AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=list(permissions)
    )


def described(cloud, group):
    found = cloud.ec2("DescribeSecurityGroups", GroupIds=[group])["SecurityGroups"]
    return found[0]


def test_a_new_group_lets_everything_out_and_nothing_in(cloud, group):
    found = described(cloud, group)

    assert found["IpPermissions"] == []
    assert found["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]


def test_the_default_group_lets_itself_in(cloud):
    (found,) = cloud.ec2("DescribeSecurityGroups", GroupNames=["default"])[
        "SecurityGroups"
    ]

    pair = found["IpPermissions"][0]["UserIdGroupPairs"][0]
    assert pair["GroupId"] == found["GroupId"]


def test_a_rule_is_shown_in_both_spellings(cloud, group):
    answer = allow(cloud, group, ANYWHERE)

    (permission,) = described(cloud, group)["IpPermissions"]
    rules = cloud.ec2(
        "DescribeSecurityGroupRules", Filters=[{"Name": "group-id", "Values": [group]}]
    )["SecurityGroupRules"]
    (inward,) = [rule for rule in rules if not rule["IsEgress"]]
    assert permission["IpRanges"] == ANYWHERE["IpRanges"]
    assert inward["CidrIpv4"] == "0.0.0.0/0"
    assert answer["SecurityGroupRules"][0] == inward


def test_peers_of_the_same_ports_share_a_permission(cloud, group):
    allow(cloud, group, {**HTTPS, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]})
    allow(cloud, group, {**HTTPS, "UserIdGroupPairs": [{"GroupId": group}]})

    (permission,) = described(cloud, group)["IpPermissions"]
    assert len(permission["IpRanges"]) == len(permission["UserIdGroupPairs"]) == 1


def test_the_same_rule_twice_is_refused_in_ec2s_words(cloud, group):
    allow(cloud, group, ANYWHERE)
    text = (
        'the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" '
        "already exists"
    )

    with refuses("InvalidPermission.Duplicate", text):
        allow(cloud, group, {**HTTPS, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]})


def test_a_rule_is_revoked_by_its_id(cloud, group):
    rule = allow(cloud, group, ANYWHERE)["SecurityGroupRules"][0]["SecurityGroupRuleId"]

    cloud.ec2("RevokeSecurityGroupIngress", GroupId=group, SecurityGroupRuleIds=[rule])

    assert described(cloud, group)["IpPermissions"] == []


def test_a_rule_that_is_not_there_cannot_be_revoked(cloud, group):
    with refuses("InvalidPermission.NotFound", "The specified rule does not exist"):
        cloud.ec2("RevokeSecurityGroupIngress", GroupId=group, IpPermissions=[ANYWHERE])


def test_egress_can_be_closed_and_opened_again(cloud, group):
    everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}

    cloud.ec2("RevokeSecurityGroupEgress", GroupId=group, IpPermissions=[everything])
    assert described(cloud, group)["IpPermissionsEgress"] == []
    cloud.ec2("AuthorizeSecurityGroupEgress", GroupId=group, IpPermissions=[everything])
    assert len(described(cloud, group)["IpPermissionsEgress"]) == 1


@pytest.mark.parametrize(
    ("permission", "code"),
    [
        (
            {"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
            "InvalidParameterValue",
        ),
        (
            {**HTTPS, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
            "InvalidParameterValue",
        ),
        ({**HTTPS, "IpRanges": [{"CidrIp": "home"}]}, "InvalidParameterValue"),
        (
            {**HTTPS, "UserIdGroupPairs": [{"GroupId": "sg-0ab"}]},
            "InvalidGroup.NotFound",
        ),
        (HTTPS, "MissingParameter"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(cloud, group, permission, code):
    with refuses(code):
        allow(cloud, group, permission)


def test_a_group_may_hold_sixty_rules(cloud, group):
    many = [{"CidrIp": f"10.0.{number}.0/24"} for number in range(60)]
    allow(cloud, group, {**HTTPS, "IpRanges": many})

    with refuses("RulesPerSecurityGroupLimitExceeded"):
        allow(cloud, group, ANYWHERE)


def test_a_name_is_used_once_in_a_vpc(cloud, group):
    with refuses("InvalidGroup.Duplicate", "The security group 'web' already exists"):
        made(cloud, "web")


def test_the_name_default_is_reserved(cloud):
    with refuses("InvalidGroup.Reserved"):
        made(cloud, "default")


def test_a_group_that_an_interface_has_is_not_deleted(cloud, group):
    card = cloud.ec2(
        "CreateNetworkInterface", SubnetId=cloud.subnets[0], Groups=[group]
    )["NetworkInterface"]["NetworkInterfaceId"]

    with refuses("DependencyViolation", f"resource {group} has a dependent object"):
        cloud.ec2("DeleteSecurityGroup", GroupId=group)

    cloud.ec2("DeleteNetworkInterface", NetworkInterfaceId=card)
    cloud.ec2("DeleteSecurityGroup", GroupId=group)


def test_a_group_that_another_ones_rule_names_is_not_deleted(cloud, group):
    other = made(cloud, "other")
    allow(cloud, other, {**HTTPS, "UserIdGroupPairs": [{"GroupId": group}]})

    with refuses("DependencyViolation"):
        cloud.ec2("DeleteSecurityGroup", GroupId=group)


def test_the_default_group_is_not_deleted(cloud):
    (found,) = cloud.ec2("DescribeSecurityGroups", GroupNames=["default"])[
        "SecurityGroups"
    ]

    with refuses("CannotDelete", "cannot be deleted by a user"):
        cloud.ec2("DeleteSecurityGroup", GroupId=found["GroupId"])


def test_an_interface_has_five_groups_at_most(cloud):
    groups = [made(cloud, f"g{number}") for number in range(6)]

    with refuses("SecurityGroupsPerInterfaceLimitExceeded"):
        cloud.ec2("CreateNetworkInterface", SubnetId=cloud.subnets[0], Groups=groups)
