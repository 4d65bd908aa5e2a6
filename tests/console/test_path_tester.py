"""The path tester of the networking tab: from A to B, and which hop refuses."""

from __future__ import annotations

import re

import pytest

from tests.console.with_nodes import aws, group

__all__ = ["aws", "group"]


@pytest.fixture
def look(owner, sandbox, cluster):
    """The page, as text, with what its address asks."""

    def read(asked=""):
        answer = owner.get(f"/s/{sandbox.id}/cluster/demo/networking/{asked}")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def nodes(group, world):
    """A node group's two nodes, by the names of their instances."""
    return [key.name for key, _ in world().list("ec2.Instance")]


def words(html):
    """What a reader reads."""
    text = re.sub(r"<[^>]+>", " ", html)
    return " ".join(text.replace("&#x27;", "'").split())


def test_a_path_that_is_open_says_so(look):
    text = words(look("?from=laptop&to=api"))

    assert "Your laptop to API server, TCP 443 It gets there" in text
    assert "publicAccessCidrs let 203.0.113.10 in." in text


def test_a_path_that_is_closed_names_the_hop_and_whose_it_is(
    look, aws, nodes, world, cluster
):
    group = world().find(cluster)["resourcesVpcConfig"]["clusterSecurityGroupId"]
    everything = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
    assert "It gets there" in look(f"?from=api&to=node/{nodes[0]}&port=10250")

    aws("ec2:RevokeSecurityGroupIngress", GroupId=group, IpPermissions=[everything])
    html = look(f"?from=api&to=node/{nodes[0]}&port=10250")

    assert "It does not get there" in html
    assert f"The next move is yours: see to ingress of {group}." in words(html)
    assert f'href="?inspect={group}&amp;from=api' in html
    assert f'id="net-inspect" data-part="{group}"' in html
    assert 'data-lit="bad"' in html


@pytest.mark.parametrize(
    "asked",
    [
        "?from=laptop",
        "?from=moon&to=api",
        "?from=laptop&to=laptop",
        "?from=aws/s3&to=api",
    ],
)
def test_ends_that_there_cannot_be_are_said_to_be_wrong(look, asked):
    html = look(asked)

    assert "names an end that there cannot be" in html
    assert 'class="netway"' not in html


@pytest.mark.parametrize("port", ["", "0", "99999", "x", "-1", "٤٤٣"])
def test_a_port_that_is_none_is_the_usual_one(look, port):
    assert "to API server, TCP 443" in look(f"?from=laptop&to=api&port={port}")


def test_a_pod_that_is_not_there_is_told_and_offered_again(look):
    html = look("?from=pod/default/gone&to=api")

    assert "There is no Pod default/gone." in html
    assert '<option value="pod/default/gone" selected>' in html


def test_without_a_node_its_questions_say_what_is_missing(look):
    assert look().count("It has no node yet: create a node group.") == 2


def test_with_nodes_the_usual_questions_are_about_them(look, nodes):
    html = look()

    assert "It has no node yet" not in html
    assert re.search(r'href="\?from=node/[^"]+&amp;to=api#path"', html)
    assert re.search(r'href="\?from=api&amp;to=node/[^"]+&amp;port=10250#path"', html)
