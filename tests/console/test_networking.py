"""The networking tab: the picture of a VPC, the path tester, and what may be changed."""

from __future__ import annotations

import re

import pytest

from clusters import runtime
from clusters.sim.commands import ClockCall
from tests.console.with_nodes import aws, group

__all__ = ["aws", "group"]

HOME = "/s/{}/cluster/demo/networking/"


@pytest.fixture
def address(sandbox, cluster):
    return HOME.format(sandbox.id)


@pytest.fixture
def look(owner, address):
    """The page, as text."""

    def read(asked="", status=200):
        answer = owner.get(address + asked)
        assert answer.status_code == status
        return answer.content.decode()

    return read


@pytest.fixture
def nodes(group, world):
    """A node group's two nodes, by the names of their instances."""
    return [key.name for key, _ in world().list("ec2.Instance")]


def settings(world, cluster):
    return world().find(cluster)["resourcesVpcConfig"]


def one(world, kind):
    """The first document of a kind."""
    return world().list(kind)[0]


def words(html):
    """What a reader reads."""
    text = re.sub(r"<[^>]+>", " ", html)
    return " ".join(text.replace("&#x27;", "'").split())


# -- the picture and the inspector ---------------------------------------------------


def test_the_picture_shows_every_subnet_with_its_room_and_its_way_out(look, world):
    html = look()

    for _, subnet in world().list("ec2.Subnet"):
        assert subnet["CidrBlock"] in html
    assert html.count('<span class="badge">Public</span>') == 3
    assert "of 4091 free" in html


@pytest.fixture
def cramped(aws, cluster, world):
    """A cluster called other, one of whose subnets is as small as can be."""
    vpc, _ = one(world, "ec2.Vpc")
    made = aws(
        "ec2:CreateSubnet",
        VpcId=vpc.name,
        CidrBlock="172.31.128.0/28",
        AvailabilityZone="us-west-2a",
    )["Subnet"]["SubnetId"]
    large = settings(world, cluster)["subnetIds"][1]
    aws(
        "eks:CreateCluster",
        name="other",
        roleArn=world().find(cluster)["roleArn"],
        resourcesVpcConfig={"subnetIds": [made, large]},
    )
    return made


def test_a_subnet_without_addresses_says_whose_move_it_is(owner, address, aws, cramped):
    def text():
        page = owner.get(address.replace("demo", "other"))
        return words(page.content.decode())

    assert "No free addresses" not in text()

    while "No free addresses" not in text():
        aws("ec2:CreateNetworkInterface", SubnetId=cramped)

    assert (
        "No free addresses in subnet 172.31.128.0/28: the next Pod there stays in "
        "ContainerCreating."
    ) in text()
    assert "Next move: yours" in text()


@pytest.mark.parametrize(
    "kind",
    [
        "ec2.Vpc",
        "ec2.Subnet",
        "ec2.RouteTable",
        "ec2.InternetGateway",
        "ec2.SecurityGroup",
        "ec2.NetworkInterface",
        "ec2.Instance",
    ],
)
def test_each_part_has_a_sheet_with_its_id_to_copy(look, world, nodes, kind):
    for key, _ in world().list(kind):
        html = look(f"?inspect={key.name}")
        assert f'data-copy="{key.name}"' in html
        assert "Nothing of this name" not in html


@pytest.mark.parametrize("part", ["api", "laptop", "internet", "aws"])
def test_what_stands_outside_has_a_sheet_too(look, part):
    assert f'id="net-inspect" data-part="{part}"' in look(f"?inspect={part}")
    assert "Nothing of this name" not in look(f"?inspect={part}")


@pytest.mark.parametrize(
    "part", ["sg-0", "eni-x", "<b>", "subnet-", "api/x", "é" * 400]
)
def test_what_is_not_in_the_vpc_is_said_to_be_missing(look, part):
    html = look(f"?inspect={part}")

    assert "Nothing of this name" in html
    assert "<b>" not in html.partition('id="net-inspect"')[2].partition("</aside>")[0]


def test_another_vpcs_parts_are_not_shown(look, aws):
    other = aws("ec2:CreateVpc", CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    group = aws("ec2:CreateSecurityGroup", GroupName="x", Description="x", VpcId=other)[
        "GroupId"
    ]

    assert "Nothing of this name" in look(f"?inspect={group}")


def test_the_control_planes_interfaces_are_awss(look, world):
    cards = [
        key.name
        for key, doc in world().list("ec2.NetworkInterface")
        if doc["Description"] == "Amazon EKS demo"
    ]

    text = words(look(f"?inspect={cards[0]}"))

    assert "Cross-account ENI AWS manages" in text
    assert "You cannot detach it" in text


def test_rules_and_routes_are_told_in_words(look, world, cluster):
    group = settings(world, cluster)["clusterSecurityGroupId"]
    table, _ = one(world, "ec2.RouteTable")

    rules, routes = (
        words(look(f"?inspect={group}")),
        words(look(f"?inspect={table.name}")),
    )

    assert "All traffic from whatever wears this same group" in rules
    assert "All traffic to anywhere (0.0.0.0/0)" in rules
    assert "0.0.0.0/0 to igw-" in routes
    assert "everything else goes to the internet" in routes


def test_a_pods_address_is_told_with_its_pod(look, nodes, world):
    text = words("".join(look(f"?inspect={name}") for name in nodes))

    assert "kube-system/coredns-" in text
    assert "free, kept warm" in text


def test_a_cluster_in_the_making_has_its_picture_too(
    owner, sandbox, aws, world, cluster
):
    runtime.execute(sandbox.id, ClockCall(mode="paused"))
    aws(
        "eks:CreateCluster",
        name="young",
        roleArn=world().find(cluster)["roleArn"],
        resourcesVpcConfig={"subnetIds": settings(world, cluster)["subnetIds"]},
    )

    page = owner.get(f"/s/{sandbox.id}/cluster/young/networking/?from=laptop&to=api")

    text = words(page.content.decode())
    assert page.status_code == 200
    assert "No API server is healthy at the moment. AWS builds or replaces it" in text
    assert "The next move is AWS's" in text


# -- changes -------------------------------------------------------------------------


@pytest.fixture
def ask(owner, address):
    def send(act, status=302, **typed):
        answer = owner.post(f"{address}{act}/", typed)
        assert answer.status_code == status, answer.content.decode()[:500]
        return answer.content.decode()

    return send


def test_a_rule_is_added_and_removed(ask, look, world, cluster):
    group = settings(world, cluster)["clusterSecurityGroupId"]
    rule = {"protocol": "tcp", "port": "22", "cidr": "203.0.113.10/32"}

    ask("add-rule", group=group, way="ingress", **rule)

    html = look(f"?inspect={group}")
    assert "TCP 22 from 203.0.113.10/32" in html
    known = re.findall(
        r'name="rule" value="(sgr-\w+)">Remove<[^>]+> the rule: TCP 22', html
    )

    ask("remove-rule", group=group, way="ingress", rule=known[0])

    assert "TCP 22 from 203.0.113.10/32" not in look(f"?inspect={group}")


def test_a_change_is_told_with_the_command_that_does_the_same(owner, ask, look, world):
    table, _ = one(world, "ec2.RouteTable")

    ask("remove-route", table=table.name, destination="0.0.0.0/0")

    told = words(look())
    assert (
        f"aws ec2 delete-route --route-table-id {table.name} "
        "--destination-cidr-block 0.0.0.0/0"
    ) in told


def test_a_route_is_removed_and_put_back(ask, look, world):
    table, _ = one(world, "ec2.RouteTable")
    gateway, _ = one(world, "ec2.InternetGateway")

    ask("remove-route", table=table.name, destination="0.0.0.0/0")
    assert '<span class="badge">Isolated</span>' in look()

    ask("add-route", table=table.name, destination="0.0.0.0/0", target=gateway.name)
    assert '<span class="badge">Isolated</span>' not in look()


def test_a_subnets_public_addresses_are_turned_off(ask, world):
    subnet, _ = one(world, "ec2.Subnet")

    ask("public-addresses", subnet=subnet.name, public="off")

    assert not world().find(subnet)["MapPublicIpOnLaunch"]


def test_the_endpoint_is_made_private(ask, look, sandbox, world, cluster):
    ask("endpoint", mode="endpointPublicAccess=false,endpointPrivateAccess=true")
    runtime.advance(sandbox.id)

    assert not settings(world, cluster)["endpointPublicAccess"]
    assert "It does not get there" in look("?from=laptop&to=api")


@pytest.mark.parametrize(
    ("act", "typed", "told"),
    [
        ("add-rule", {"cidr": "all", "port": "22"}, "CIDR block all is malformed"),
        ("add-rule", {"cidr": "0.0.0.0/0", "port": "ssh"}, "Invalid value 'ssh'"),
        (
            "add-rule",
            {"cidr": "0.0.0.0/0", "port": "70000"},
            "port range (70000:70000)",
        ),
        (
            "add-route",
            {"destination": "x", "target": "igw-1"},
            "not a valid CIDR block",
        ),
        ("endpoint", {"mode": "both off"}, "InvalidParameterException"),
        (
            "endpoint",
            {
                "mode": "endpointPublicAccess=true,endpointPrivateAccess=true",
                "cidrs": "10.0.0.0/8",
            },
            "InvalidParameterException",
        ),
    ],
)
def test_a_refusal_is_the_services_own_and_keeps_what_was_typed(
    ask, world, act, typed, told
):
    here = {
        "group": one(world, "ec2.SecurityGroup")[0].name,
        "table": one(world, "ec2.RouteTable")[0].name,
    }

    html = ask(act, 422, **here, **typed).replace("&#x27;", "'")

    assert told in html


def test_a_refused_rule_is_still_in_its_form(owner, address, world, cluster):
    group = settings(world, cluster)["clusterSecurityGroupId"]

    answer = owner.post(
        f"{address}add-rule/?inspect={group}",
        {
            "group": group,
            "way": "egress",
            "protocol": "udp",
            "port": "53",
            "cidr": "<x>",
        },
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="&lt;x&gt;"' in html
    assert '<option value="egress" selected>' in html
    assert '<option value="udp" selected>' in html


def test_htmx_gets_a_notice_and_the_rest_by_the_live_page(
    owner, address, world, cluster
):
    group = settings(world, cluster)["clusterSecurityGroupId"]
    typed = {"group": group, "way": "ingress", "protocol": "-1", "cidr": "10.0.0.0/8"}

    answer = owner.post(f"{address}add-rule/", typed, headers={"HX-Request": "true"})

    assert answer["HX-Retarget"] == "#flashbar"
    assert "--protocol -1" in answer.content.decode()
    assert "--port" not in answer.content.decode()


def test_an_unknown_change_is_not_found(ask):
    ask("explode", 404)


def test_a_change_needs_a_post(owner, address):
    assert owner.get(f"{address}add-rule/").status_code == 405


def test_the_cast_at_the_doors_of_the_tab(cast, address):
    seen = {who: browser.get(address).status_code for who, browser in cast.items()}
    tried = {
        who: browser.post(f"{address}endpoint/", {"mode": "x"}).status_code
        for who, browser in cast.items()
    }

    assert seen == {"owner": 200, "classmate": 404, "teacher": 200, "outsider": 404}
    assert tried == {"owner": 422, "classmate": 404, "teacher": 403, "outsider": 404}


def test_who_may_only_look_is_offered_no_form(teacher, address, world, cluster):
    group = settings(world, cluster)["clusterSecurityGroupId"]

    html = teacher.get(f"{address}?inspect={group}").content.decode()

    assert "Add a rule" not in html
    assert "Change access" not in html


def test_a_cluster_that_is_gone_is_not_found(owner, sandbox):
    assert owner.get(HOME.format(sandbox.id)).status_code == 404
