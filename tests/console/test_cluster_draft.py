"""The create wizard's draft: kept as it is typed, by one tab or two, and sent once."""

from __future__ import annotations

from clusters import callers, runtime
from clusters.console.creating import cluster_draft
from clusters.sim.commands import AwsCall
from clusters.sim.world import Key
from tests.console.wizard import NAME, marks, networking


def test_going_back_loses_nothing(wizard, owner, subnets, sandbox):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets, endpoint="public"))

    assert 'value="demo"' in owner.get(f"/s/{sandbox.id}/create/name/").content.decode()
    draft = cluster_draft.load(sandbox.id, None, "us-west-2")
    assert draft.endpoint == "public"


def test_a_replayed_form_makes_nothing_twice(wizard, subnets, world):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets))
    wizard("review")

    assert wizard("review").status_code == 422
    assert len(world().list("eks.Cluster")) == 1


def test_what_is_typed_is_kept_before_it_is_sent(owner, wizard, sandbox):
    path = f"/s/{sandbox.id}/create/name/"

    owner.post(path, {**NAME, "name": "half a na"}, headers={"HX-Request": "true"})

    page = owner.get(path)
    assert 'value="half a na"' in page.content.decode()
    assert page.context["problems"] == []
    assert page.context["draft"].done == ()


def test_going_to_another_step_keeps_what_is_typed(wizard, owner, sandbox):
    answer = wizard("name", **{**NAME, "name": "not yet!"}, go="logging")

    assert answer.url == f"/s/{sandbox.id}/create/logging/"
    page = owner.get(f"/s/{sandbox.id}/create/name/").content.decode()
    assert 'value="not yet!"' in page


def test_two_tabs_on_one_step_do_not_overwrite_each_other_unseen(
    wizard, owner, sandbox, world
):
    first, second = (marks(owner, sandbox, "name") for _ in range(2))
    wizard("name", **{**NAME, "name": "first"}, **first)

    answer = wizard("name", **{**NAME, "name": "second"}, **second)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There: first<br>Here: second" in page
    assert cluster_draft.load(sandbox.id, world(), "us-west-2").name == "first"
    seen = {"base": answer.context["base"], "tab": answer.context["tab"]}
    assert wizard("name", **{**NAME, "name": "second"}, **seen).status_code == 302


def test_one_tab_is_not_in_its_own_way(wizard, owner, sandbox):
    mine = marks(owner, sandbox, "name")
    path = f"/s/{sandbox.id}/create/name/"
    live = {"HX-Request": "true"}
    owner.post(path, {**NAME, "name": "de", **mine}, headers=live)

    assert wizard("name", **{**NAME, "name": "demo"}, **mine).status_code == 302


def test_nothing_is_created_that_the_page_did_not_show(
    wizard, owner, subnets, sandbox, world
):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets))
    seen = marks(owner, sandbox, "review")
    wizard("logging", logs=["audit"])

    answer = wizard("review", **seen)

    assert answer.status_code == 422
    assert "Nothing was created." in answer.content.decode()
    assert world().list("eks.Cluster") == []


def test_two_clicks_create_one_cluster_and_lead_to_it(
    wizard, owner, subnets, sandbox, world
):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets))
    seen = marks(owner, sandbox, "review")

    answers = [wizard("review", **seen) for _ in range(2)]

    assert [a.url for a in answers] == [f"/s/{sandbox.id}/cluster/demo/"] * 2
    assert len(world().list("eks.Cluster")) == 1


def test_a_subnet_that_is_gone_meanwhile_is_said_and_not_taken_out(
    wizard, owner, subnets, sandbox, world
):
    wizard("name", **NAME)
    wizard("networking", **networking(subnets))
    gone = subnets["us-west-2a"]
    me = callers.learner(world(), "sdk")
    runtime.execute(sandbox.id, AwsCall(me, "ec2:DeleteSubnet", {"SubnetId": gone}))

    page = owner.get(f"/s/{sandbox.id}/create/review/").content.decode()

    assert f"There is no subnet {gone} any more" in page
    assert f"{gone} (deleted)" in page
    assert wizard("review").status_code == 422


def test_another_vpc_brings_its_own_subnets(wizard, owner, subnets, sandbox, world):
    me = callers.learner(world(), "sdk")

    def make(action, **request):
        return runtime.execute(sandbox.id, AwsCall(me, action, request))

    vpc = make("ec2:CreateVpc", CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    made = [
        make(
            "ec2:CreateSubnet",
            VpcId=vpc,
            CidrBlock=f"10.9.{number}.0/24",
            AvailabilityZone=f"us-west-2{zone}",
        )["Subnet"]["SubnetId"]
        for number, zone in enumerate("ab")
    ]
    old = Key("ec2.Subnet", "us-west-2", subnets["us-west-2a"])
    default = world().find(old)["VpcId"]
    wizard("networking", **networking(subnets), vpc=default, go="name")

    wizard("networking", **networking(subnets), vpc=vpc, go="networking")

    draft = cluster_draft.load(sandbox.id, world(), "us-west-2")
    assert (draft.vpc, list(draft.subnets)) == (vpc, made)


def test_a_draft_can_be_found_again_and_discarded(wizard, sandbox):
    wizard("name", **NAME)
    (draft,) = cluster_draft.open_drafts(sandbox.id)
    assert (draft.name, draft.step) == ("demo", "networking")

    wizard("networking", discard="yes")

    assert cluster_draft.open_drafts(sandbox.id) == []


def test_who_looks_on_sees_the_draft_and_is_told(wizard, teacher, sandbox):
    wizard("name", **NAME)

    page = teacher.get(f"/s/{sandbox.id}/create/name/").content.decode()

    assert "You are looking on" in page
    assert 'value="demo"' in page
    assert "hx-post" not in page.split('id="wizard-form"')[1].split(">")[0]
