"""The create wizard: blocked, risky, and made."""

from __future__ import annotations

import pytest

from clusters.console import cluster_draft
from clusters.models import FormDraft
from clusters.sim.world import Key


@pytest.fixture
def wizard(owner, sandbox):
    def send(step, **form):
        return owner.post(f"/s/{sandbox.id}/create/{step}/", form)

    return send


@pytest.fixture
def subnets(sandbox, world):
    """The default VPC's subnets by zone."""
    return {
        doc["AvailabilityZone"]: key.name for key, doc in world().list("ec2.Subnet")
    }


NAME = {
    "name": "demo",
    "version": "1.35",
    "role": "eksClusterRole",
    "support": "EXTENDED",
}


def networking(found, **form):
    chosen = [found["us-west-2a"], found["us-west-2b"]]
    return {"subnets": chosen, "endpoint": "both", "cidrs": "0.0.0.0/0", **form}


def test_five_steps_make_a_cluster(wizard, subnets, sandbox, world):
    assert wizard("name", **NAME).url.endswith("/create/networking/")
    assert wizard("networking", **networking(subnets)).url.endswith("/create/logging/")
    assert wizard("logging", logs=["audit"]).url.endswith("/create/add-ons/")
    assert wizard("add-ons", addons="yes").url.endswith("/create/review/")

    assert wizard("review").url == f"/s/{sandbox.id}/cluster/demo/"

    made = world().find(Key("eks.Cluster", "us-west-2", "demo"))
    vpc = made["resourcesVpcConfig"]
    assert made["status"] == "ACTIVE"
    assert (vpc["endpointPublicAccess"], vpc["endpointPrivateAccess"]) == (True, True)
    assert made["logging"]["clusterLogging"][0]["types"] == ["audit"]
    assert not FormDraft.objects.exists()


def test_a_bad_name_is_refused_in_the_services_words_and_kept(wizard):
    answer = wizard("name", **{**NAME, "name": "no spaces!"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "can contain only alphanumeric characters" in page
    assert 'value="no spaces!"' in page
    assert 'aria-invalid="true"' in page


def test_a_taken_name_is_refused(cluster, wizard):
    answer = wizard("name", **NAME)

    assert answer.status_code == 422
    assert "Cluster already exists with name: demo" in answer.content.decode()


def test_a_role_that_eks_cannot_assume_is_refused(wizard):
    answer = wizard("name", **{**NAME, "role": "AmazonEKSNodeRole"})

    assert answer.status_code == 422
    assert answer.context["problem"]["field"] == "role"


def test_subnets_in_one_zone_are_blocked_with_what_the_service_would_say(
    wizard, subnets
):
    wizard("name", **NAME)
    one_zone = networking(subnets, subnets=[subnets["us-west-2a"]])

    answer = wizard("networking", **one_zone)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "All chosen subnets are in us-west-2a" in page
    assert "Subnets specified must be in at least two different AZs" in page


def test_no_subnets_are_blocked(wizard):
    wizard("name", **NAME)

    answer = wizard("networking", endpoint="both", cidrs="")

    assert answer.status_code == 422
    assert answer.context["problem"]["field"] == "subnets"


def test_a_bad_cidr_is_blocked_at_its_field(wizard, subnets):
    wizard("name", **NAME)

    answer = wizard("networking", **networking(subnets, cidrs="300.0.0.0/8"))

    assert answer.status_code == 422
    assert answer.context["problem"]["field"] == "cidrs"


def test_what_is_risky_is_said_and_allowed(wizard, owner, subnets, sandbox):
    wizard("name", **NAME)

    answer = wizard("networking", **networking(subnets, endpoint="private"))

    assert answer.status_code == 302
    page = owner.get(f"/s/{sandbox.id}/create/review/").content.decode()
    assert "kubectl on your laptop cannot reach" in page
    assert "You can continue; you may learn something" in page


def test_going_back_loses_nothing(wizard, owner, subnets, sandbox):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets, endpoint="public"))

    assert 'value="demo"' in owner.get(f"/s/{sandbox.id}/create/name/").content.decode()
    draft = cluster_draft.load(sandbox.id, None, "us-west-2")
    assert draft.endpoint == "public"


def test_the_shown_command_says_what_will_be_asked(wizard, owner, subnets, sandbox):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets))

    page = owner.get(f"/s/{sandbox.id}/create/review/").content.decode()

    assert "endpointPublicAccess=true,endpointPrivateAccess=true" in page


def test_an_incomplete_draft_is_refused_at_the_end_and_leads_to_its_step(
    wizard, sandbox
):
    answer = wizard("review")

    assert answer.status_code == 422
    assert f"/s/{sandbox.id}/create/name/" in answer.content.decode()


def test_a_replayed_form_makes_nothing_twice(wizard, subnets, world):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets))
    wizard("review")

    assert wizard("review").status_code == 422
    assert len(world().list("eks.Cluster")) == 1


def test_an_unknown_step_is_not_found(owner, sandbox):
    assert owner.get(f"/s/{sandbox.id}/create/payment/").status_code == 404
