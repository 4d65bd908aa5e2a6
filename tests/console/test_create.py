"""The create wizard: blocked, risky, and made."""

from __future__ import annotations

import ast

import pytest

from clusters.console.creating import cluster_draft
from clusters.sim.world import Key
from tests.console.wizard import NAME, networking


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
    assert cluster_draft.open_drafts(sandbox.id) == []


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
    assert list(answer.context["wrong"]) == ["role"]


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
    assert list(answer.context["wrong"]) == ["subnets"]


def test_a_bad_cidr_is_blocked_at_its_field(wizard, subnets):
    wizard("name", **NAME)

    answer = wizard("networking", **networking(subnets, cidrs="300.0.0.0/8"))

    assert answer.status_code == 422
    assert list(answer.context["wrong"]) == ["cidrs"]


def test_what_is_risky_is_said_and_allowed(wizard, owner, subnets, sandbox):
    wizard("name", **NAME)

    answer = wizard("networking", **networking(subnets, endpoint="private"))

    assert answer.status_code == 302
    page = owner.get(f"/s/{sandbox.id}/create/review/").content.decode()
    assert "kubectl on your laptop cannot reach" in page
    assert "You can continue; you may learn something" in page


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


def test_an_unknown_step_is_not_found(owner, sandbox):
    assert owner.get(f"/s/{sandbox.id}/create/payment/").status_code == 404


def test_all_faults_of_a_step_are_named_at_once(wizard):
    answer = wizard(
        "name", **{**NAME, "name": "a b", "role": "none", "tags": "aws:x=1"}
    )

    page = answer.content.decode()
    assert sorted(answer.context["wrong"]) == ["name", "role", "tags"]
    assert "3 problems to fix before the next step" in page
    assert 'href="#role"' in page


def test_a_fault_is_shown_in_the_services_exact_words(wizard):
    page = wizard("name", **{**NAME, "role": "AmazonEKSNodeRole"}).content.decode()

    assert "InvalidParameterException: Role with arn: arn:aws:iam::" in page
    assert "its trust policy does not name eks.amazonaws.com" in page


def test_the_picture_follows_what_is_typed(owner, subnets, sandbox):
    form = networking(subnets, subnets=[subnets["us-west-2c"]])

    answer = owner.post(
        f"/s/{sandbox.id}/create/networking/", form, headers={"HX-Request": "true"}
    )

    shown = {zone["zone"]: zone["tone"] for zone in answer.context["zones"]}
    assert answer.status_code == 200
    assert shown == {"us-west-2a": "off", "us-west-2b": "off", "us-west-2c": "bad"}
    assert "1 subnet in us-west-2c" in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "risk"),
    [
        ({"endpoint": "private"}, "kubectl on your laptop cannot reach"),
        ({"endpoint": "both"}, "lets anyone on the internet knock"),
        ({"endpoint": "public", "cidrs": "203.0.113.0/24"}, "no node can join"),
    ],
)
def test_endpoints_have_their_risks(form, risk, wizard, subnets):
    wizard("name", **NAME)
    wizard("networking", **{**networking(subnets), **form})

    answer = wizard("logging", go="review", follow=True)

    assert risk in " ".join(r.text for r in answer.context["risks"])


def test_a_creator_without_access_is_told(wizard, owner, sandbox):
    assert wizard("name", **NAME, admin="no").status_code == 302

    page = owner.get(f"/s/{sandbox.id}/create/name/").content.decode()
    assert "kubectl answers Unauthorized until you create an access entry" in page


def test_access_that_the_service_refuses_is_blocked(wizard):
    answer = wizard("name", **NAME, admin="no", mode="CONFIG_MAP")

    assert list(answer.context["wrong"]) == ["admin"]


def test_every_choice_reaches_the_cluster_and_the_commands(
    wizard, owner, subnets, sandbox, world
):
    chosen = {"protected": "yes", "tags": "team=blue\nowner=a b", "mode": "API"}
    wizard("name", **NAME, **chosen)
    sources = "198.51.100.0/24, 203.0.113.0/24"
    form = networking(subnets, cidrs=sources, services="10.200.0.0/16")
    wizard("networking", **form)
    page = owner.get(f"/s/{sandbox.id}/create/review/")
    wizard("review")

    made = world().find(Key("eks.Cluster", "us-west-2", "demo"))
    command, code = page.context["command"], page.context["code"]
    assert made["tags"] == {"team": "blue", "owner": "a b"}
    assert made["deletionProtection"] is True
    assert made["accessConfig"]["authenticationMode"] == "API"
    assert made["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "10.200.0.0/16"
    assert "publicAccessCidrs=198.51.100.0/24,203.0.113.0/24" in command
    assert '{"team":"blue","owner":"a b"}' in command
    assert "--deletion-protection" in command
    assert asked_by(code) == made["tags"] | {"name": "demo"}


def asked_by(code):
    """The tags and the name that the shown Python would ask for."""
    call = ast.parse(code).body[-1].value
    given = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    return given["tags"] | {"name": given["name"]}


def test_a_later_steps_problem_is_marked_but_does_not_stand_in_the_way(
    wizard, owner, subnets, sandbox
):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets, subnets=[]))

    answer = owner.get(f"/s/{sandbox.id}/create/name/")

    marked = {step["name"]: step["bad"] for step in answer.context["steps"]}
    assert marked["networking"] == 1
    assert answer.context["problems"] == []


def test_an_earlier_steps_problem_is_named_where_it_blocks(wizard, subnets, sandbox):
    answer = wizard("networking", **networking(subnets))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="/s/{sandbox.id}/create/name/#name"' in page
    assert "Give the cluster a name." in page
