"""A node group: ordering one, its own page, and changing it."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key
from tests.console.with_nodes import aws, group, instances, nodes, order, role_arn

__all__ = ["aws", "group", "instances", "nodes", "order", "role_arn"]


@pytest.fixture
def base(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo"


@pytest.fixture
def chosen(world, cluster):
    return world().find(cluster)["resourcesVpcConfig"]["subnetIds"]


@pytest.fixture
def ask(owner, base, chosen):
    def send(**form):
        typed = {"nodegroupName": "web", "subnets": chosen, **form}
        return owner.post(f"{base}/create-nodegroup/", typed)

    return send


@pytest.fixture
def preview(owner, base, chosen):
    """The page as it is drawn while the form is being filled in."""

    def look(**form):
        typed = {"nodegroupName": "web", "subnets": chosen, **form}
        answer = owner.get(f"{base}/create-nodegroup/", typed)
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def made(world):
    return world().find(Key("eks.Nodegroup", "us-west-2/demo", "web"))


def test_the_defaults_make_two_nodes(ask, world, base):
    assert ask()["Location"] == f"{base}/nodes/web/"

    found = made(world)
    assert found["scalingConfig"] == {"minSize": 2, "maxSize": 2, "desiredSize": 2}
    assert found["instanceTypes"] == ["t3.medium"]
    assert found["amiType"] == "AL2023_x86_64_STANDARD"
    assert (found["diskSize"], found["updateConfig"]) == (20, {"maxUnavailable": 1})


def test_labels_and_taints_are_read_line_by_line(ask, world):
    ask(labels="team=shop\r\n\r\ntier = front", taints="dedicated=db:NoSchedule")

    assert made(world)["labels"] == {"team": "shop", "tier": "front"}
    taint = {"key": "dedicated", "value": "db", "effect": "NO_SCHEDULE"}
    assert [dict(one) for one in made(world)["taints"]] == [taint]


def test_the_page_compares_the_two_routes_and_leads_to_the_other(owner, base):
    page = owner.get(f"{base}/create-nodegroup/").content.decode()

    assert "Who patches the nodes" in page
    assert "create-stack/?template=eks-nodes.yaml&amp;cluster=demo" in page


def test_the_name_that_is_offered_is_free(owner, base, group):
    page = owner.get(f"{base}/create-nodegroup/").content.decode()

    assert 'name="nodegroupName" value="web-2"' in page


def test_the_page_says_which_policies_a_role_has(preview):
    assert preview().count(">Attached<") == 3


def test_a_role_without_a_policy_is_risky_and_not_blocked(preview, ask, aws, world):
    policy = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
    aws("iam:DetachRolePolicy", RoleName="AmazonEKSNodeRole", PolicyArn=policy)
    page = preview()

    assert page.count(">Attached<") == 2
    assert "You can continue; you may learn something" in page
    assert "AmazonEKSNodeRole lacks AmazonEKS_CNI_Policy." in page
    assert "EKS would refuse this" not in page
    assert ask().status_code == 302


def test_a_subnet_without_a_way_out_is_risky(preview, aws, world):
    (table,) = [key for key, _ in world().list("ec2.RouteTable")]
    anywhere = {"DestinationCidrBlock": "0.0.0.0/0"}
    aws("ec2:DeleteRoute", RouteTableId=table.name, **anywhere)

    assert "has no way to the internet" in preview()


def test_a_public_subnet_that_gives_no_addresses_is_risky(preview, aws, chosen):
    off = {"Value": False}
    aws("ec2:ModifySubnetAttribute", SubnetId=chosen[0], MapPublicIpOnLaunch=off)

    assert f"{chosen[0]} leads to an internet gateway, but gives" in preview()


def test_more_instances_than_free_addresses_are_risky(preview, aws, world, cluster):
    vpc = world().find(cluster)["resourcesVpcConfig"]["vpcId"]
    small = aws("ec2:CreateSubnet", VpcId=vpc, CidrBlock="172.31.200.0/28")
    name = small["Subnet"]["SubnetId"]
    page = preview(subnets=[name], desiredSize="20", maxSize="20")

    assert f"{name} has 11 free addresses for about 20 instances" in page


def test_one_zone_is_risky(preview, chosen):
    assert "with that zone, all of them stop" in preview(subnets=chosen[:1])


def test_what_eks_would_refuse_is_said_before_it_is_asked(preview):
    page = preview(desiredSize="5")

    assert "EKS would refuse this" in page
    assert "desired capacity 5 can&#x27;t be greater than max size 2" in page


def test_the_command_is_the_same_act(preview):
    page = preview(labels="team=shop")

    assert "aws eks create-nodegroup" in page
    assert "--labels team=shop" in page
    assert "minSize=2,desiredSize=2,maxSize=2" in page


@pytest.mark.parametrize(
    ("form", "field", "told"),
    [
        ({"nodegroupName": "a b"}, "nodegroupName", "node group name can&#x27;t be"),
        ({"desiredSize": "many"}, "desiredSize", "must be a whole number"),
        ({"desiredSize": "9999999"}, "desiredSize", "from 0 to 999999"),
        ({"diskSize": "0"}, "diskSize", "from 1 to"),
        ({"desiredSize": "9"}, "desiredSize", "greater than max size"),
        ({"nodeRole": "eksClusterRole"}, "nodeRole", "ec2.amazonaws.com"),
        ({"subnets": []}, "subnets", "Subnet Id is required"),
        ({"instanceTypes": "t9.huge"}, "instanceTypes", "do not exist: [t9.huge]"),
        ({"labels": "team"}, "labels", "is not key=value"),
        ({"taints": "a=b:Never"}, "taints", "is not key=value:effect"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    ask, world, form, field, told
):
    answer = ask(**{"maxSize": "4", **form})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert told in page
    assert f'id="{field}-error"' in page
    assert 'value="4"' in page
    assert made(world) is None


def test_its_page_shows_what_it_is(owner, base, group, instances):
    page = owner.get(f"{base}/nodes/web/").content.decode()

    assert ":nodegroup/demo/web/" in page
    assert "Has the three node policies" in page
    for instance in instances():
        assert f"/instances/{instance}/" in page
    assert "Launching a new EC2 instance" in page


def test_its_sizes_are_changed(owner, base, group, world):
    sizes = {"minSize": "1", "desiredSize": "3", "maxSize": "3"}
    answer = owner.post(f"{base}/nodes/web/", sizes)

    assert answer["Location"] == f"{base}/nodes/web/"
    assert made(world)["scalingConfig"] == {
        "minSize": 1,
        "desiredSize": 3,
        "maxSize": 3,
    }


def test_sizes_that_somebody_changed_meanwhile_are_not_overwritten(
    owner, base, group, world, aws
):
    sizes = {"minSize": 1, "desiredSize": 3, "maxSize": 4}
    about = {"clusterName": "demo", "nodegroupName": "web"}
    aws("eks:UpdateNodegroupConfig", **about, scalingConfig=sizes)
    old = {"minSize": "2", "desiredSize": "2", "maxSize": "2", "seen": "2, 2, 2"}

    answer = owner.post(
        f"{base}/nodes/web/", {**old, "desiredSize": "1", "minSize": "1"}
    )

    assert answer.status_code == 422
    assert "are 1, 3, 4 by now" in answer.content.decode()
    assert 'name="seen" value="1, 3, 4"' in answer.content.decode()

    owner.post(f"{base}/nodes/web/", {**old, "labels": "team=shop"})
    assert made(world)["scalingConfig"] == sizes
    assert made(world)["labels"] == {"team": "shop"}


def test_labels_alone_leave_the_sizes_alone(owner, base, group, world, nodes):
    owner.post(f"{base}/nodes/web/", {"labels": "team=shop"})

    assert made(world)["labels"] == {"team": "shop"}
    assert nodes()[0][1]["metadata"]["labels"]["team"] == "shop"
    page = owner.get(f"{base}/nodes/web/").content.decode()
    assert "ConfigUpdate: LabelsToAdd" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"desiredSize": "9"}, "greater than max size"),
        ({}, "No changes needed for the nodegroup config provided"),
    ],
)
def test_a_refused_change_is_shown_word_for_word(owner, base, group, form, told):
    answer = owner.post(f"{base}/nodes/web/", form)

    assert answer.status_code == 422
    assert told in answer.content.decode().replace("&#x27;", "'")


def test_its_page_says_what_goes_with_it(owner, base, group):
    page = owner.get(f"{base}/nodes/web/").content.decode()

    assert "2 instances, drained and terminated" in page
    assert "AmazonEKSNodeRole is shut out of the cluster again" in page


def test_a_group_that_failed_explains_its_issue(owner, base, order, aws, chosen):
    for subnet in chosen:
        off = {"Value": False}
        aws("ec2:ModifySubnetAttribute", SubnetId=subnet, MapPublicIpOnLaunch=off)
    order()
    page = owner.get(f"{base}/nodes/web/").content.decode()

    assert "Ec2SubnetInvalidConfiguration" in page
    assert "or nodes there reach nothing" in page
    overview = owner.get(f"{base}/").content.decode()
    assert "Node group web: Create failed, Ec2SubnetInvalidConfiguration" in overview


def test_a_group_that_is_not_there_is_not_found(owner, base):
    assert owner.get(f"{base}/nodes/nope/").status_code == 404


def test_the_teacher_looks_and_strangers_find_nothing(cast, base, group):
    found = {who: c.get(f"{base}/nodes/web/").status_code for who, c in cast.items()}

    assert found == {"owner": 200, "classmate": 404, "teacher": 200, "outsider": 404}


def test_only_the_owner_changes_it(cast, base, group, world):
    sizes = {"minSize": "0", "desiredSize": "0", "maxSize": "1"}
    codes = {
        who: client.post(f"{base}/nodes/web/", sizes).status_code
        for who, client in cast.items()
        if who != "owner"
    }

    assert codes == {"classmate": 404, "teacher": 403, "outsider": 404}
    assert made(world)["scalingConfig"]["desiredSize"] == 2
