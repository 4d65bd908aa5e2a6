"""IAM roles: the list, one role in words, and what IAM refuses."""

from __future__ import annotations

import json

import pytest

from clusters.sim.world import Key

NODE = "AmazonEKSNodeRole"
CNI = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"


@pytest.fixture
def place(sandbox):
    return f"/s/{sandbox.id}/roles/"


@pytest.fixture
def role(world):
    return lambda name: world().find(Key("iam.Role", "", name))


@pytest.fixture
def refused(owner, place, world):
    """Send a form that is refused and changes nothing; its page."""

    def send(address, form):
        before = world().rv
        answer = owner.post(place + address, form)
        assert answer.status_code == 422
        assert world().rv == before
        return answer.content.decode()

    return send


def shown(client, place):
    return client.get(place).content.decode()


def test_the_list_says_what_each_role_is_for_and_who_wears_it(owner, place, cluster):
    page = shown(owner, place)

    assert "Amazon EKS may assume this role." in page
    assert "Cluster demo" in page
    assert "Nobody now" in page
    assert "AWSServiceRoleForAmazonEKS" in page


def test_the_sandboxs_own_user_is_named(owner, place):
    page = shown(owner, place)

    assert ":user/learner" in page
    assert "Everything on every service" in page


def test_a_node_role_is_made_and_lacks_its_policies(owner, place, role):
    answer = owner.post(place, {"name": "mine", "sort": "node"})
    page = shown(owner, answer["Location"])

    assert role("mine") is not None
    assert "Amazon EC2 (for the instances that carry the role) may assume" in page
    assert "It lacks AmazonEKS_CNI_Policy" in page


def test_a_trust_policy_of_ones_own_is_told_with_its_condition(owner, place):
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "x1"}},
        },
    }
    form = {"name": "guest", "sort": "custom", "trust": json.dumps(trust)}
    answer = owner.post(place, form)
    page = shown(owner, answer["Location"])

    assert "Those whom IAM of account 111122223333 lets may assume this role." in page
    assert "only if sts:ExternalId is x1" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": ""}, "length greater than or equal to 1"),
        ({"name": "a b"}, "regular expression pattern"),
        ({"name": "x" * 65}, "less than or equal to 64"),
        ({"name": "\x00"}, "regular expression pattern"),
        ({"name": NODE.lower()}, "already exists"),
        ({"name": "a", "sort": "custom", "trust": "{"}, "contains invalid Json"),
        ({"name": "a", "sort": "nope", "trust": "{}"}, "Missing required field"),
    ],
)
def test_a_role_is_refused_in_iams_words(refused, form, told):
    assert told in refused("", form)


def test_a_policy_is_detached_and_attached_again(owner, place, role):
    owner.post(f"{place}{NODE}/detach/", {"policy": CNI})
    assert CNI not in role(NODE)["AttachedPolicies"]
    assert "It lacks AmazonEKS_CNI_Policy" in shown(owner, f"{place}{NODE}/")

    owner.post(f"{place}{NODE}/attach/", {"policy": CNI})
    assert CNI in role(NODE)["AttachedPolicies"]


@pytest.mark.parametrize(
    ("act", "form", "told"),
    [
        ("attach", {"policy": "nope"}, "does not exist or is not attachable"),
        ("attach", {}, "does not exist or is not attachable"),
        ("detach", {"policy": "nope"}, "was not found"),
        ("delete-inline", {"policy": "nope"}, "cannot be found"),
        ("remove-from-profile", {"profile": "nope"}, "cannot be found"),
        ("delete", {}, "must detach all policies first"),
    ],
)
def test_a_change_out_of_order_is_refused_in_iams_words(refused, act, form, told):
    assert told in refused(f"{NODE}/{act}/", form)


def test_an_empty_role_is_deleted(owner, place, role):
    owner.post(place, {"name": "mine", "sort": "node"})

    assert owner.post(f"{place}mine/delete/")["Location"] == place
    assert role("mine") is None


def test_a_service_linked_role_offers_no_change(owner, place, cluster):
    page = shown(owner, f"{place}AWSServiceRoleForAmazonEKS/")

    assert "AWS manages" in page
    assert "/detach/" not in page
    assert "Delete AWSServiceRole" not in page


def test_what_is_no_role_is_not_found(owner, place):
    assert owner.get(f"{place}nobody/").status_code == 404
    assert owner.post(f"{place}{NODE}/explode/").status_code == 404


def test_what_breaks_without_a_policy_is_said(owner, place):
    page = shown(owner, f"{place}{NODE}/")

    assert "the node NotReady" in page
    assert "ErrImagePull" in page
