"""The kubeconfig page: the file, and how far a request comes on its way in."""

from __future__ import annotations

import pytest

from clusters import callers
from clusters.console.iam import token_path
from tests.console.test_access_page import aws, dev

__all__ = ["aws", "dev"]


@pytest.fixture
def place(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo/"


@pytest.fixture
def way(world, cluster, sandbox):
    """The states of the stations for somebody, and the last word of them."""

    def follow(name):
        everybody = token_path.callers_here(world(), sandbox.account, sandbox.region)
        caller = next(each for each in everybody if f"/{name}" in each.arn)
        found = token_path.stations(world(), cluster, caller)
        says = [station.says for station in found if station.says]
        return [station.tone for station in found], says[-1]

    return follow


def test_the_creator_passes_every_station(way):
    tones, last = way("learner")

    assert tones == ["ok"] * 6
    assert "EKS Access Policy: allowed" in last


def test_a_private_endpoint_ends_it_at_the_door(way, aws):
    change = {"endpointPublicAccess": False, "endpointPrivateAccess": True}
    aws("eks:UpdateClusterConfig", name="demo", resourcesVpcConfig=change)
    tones, last = way("learner")

    assert tones[:4] == ["ok", "ok", "bad", "off"]
    assert "dial tcp: i/o timeout. The endpoint is private" in last


def test_who_has_no_entry_ends_before_kubernetes_knows_him(way, dev):
    tones, last = way("dev")

    assert tones == ["ok"] * 4 + ["bad", "off"]
    assert "You must be logged in to the server (Unauthorized)" in last
    assert "Next: create" in last


def test_who_has_an_entry_alone_is_known_and_forbidden(way, dev, owner, place):
    owner.post(f"{place}access/", {"principal": dev})
    tones, last = way("dev")

    assert tones == ["ok"] * 5 + ["bad"]
    assert "Error from server (Forbidden)" in last
    assert 'cannot list resource "pods"' in last


def test_a_node_role_is_no_way_in_for_people(way, owner, place, sandbox):
    arn = f"arn:aws:iam::{sandbox.account}:role/AmazonEKSNodeRole"
    owner.post(f"{place}access/", {"principal": arn, "type": "EC2_LINUX"})

    assert "for nodes" in way("AmazonEKSNodeRole")[1]


def test_a_namesake_is_a_stranger(way, owner, place, sandbox, dev):
    roles = f"/s/{sandbox.id}/roles/"
    owner.post(f"{place}access/", {"principal": dev})
    owner.post(f"{roles}dev/delete/")
    owner.post(roles, {"name": "dev", "sort": "node"})

    assert "namesake" in way("dev")[1]


AUTH = """\
apiVersion: v1
kind: ConfigMap
metadata: {{name: aws-auth, namespace: kube-system}}
data:
  mapRoles: |
    - rolearn: {arn}
      username: dev:{{{{SessionName}}}}
      groups: [shop]
    - nonsense
"""


def test_a_line_of_aws_auth_lets_somebody_in_until_an_entry_hides_it(
    way, owner, place, dev
):
    owner.post(f"{place}apply/", {"yaml": AUTH.format(arn=dev)})
    tones, last = way("dev")
    page = owner.get(f"{place}access/").content.decode()

    assert tones == ["ok"] * 5 + ["bad"]
    assert 'User "dev:EKSGetTokenAuth" cannot list' in last
    assert "an entry without rolearn" in page

    owner.post(f"{place}access/", {"principal": dev})
    assert (
        "No: an access entry hides it" in owner.get(f"{place}access/").content.decode()
    )


def test_the_page_draws_the_way_and_its_table(owner, place):
    page = owner.get(f"{place}kubeconfig/?as=user/learner").content.decode()

    assert page.count("<li data-owner=") == 6
    assert "aws eks update-kubeconfig --region us-west-2 --name demo" in page
    assert "get-token" in page


def test_no_token_and_no_key_is_on_the_page(owner, place, sandbox):
    page = owner.get(f"{place}kubeconfig/").content.decode()

    assert callers.learner_key(sandbox.id).secret_access_key not in page
    assert "halfplane-v1." not in page


def test_who_is_not_there_is_not_asked_for(owner, place):
    page = owner.get(f"{place}kubeconfig/?as=nobody").content.decode()

    assert "user/learner" in page
