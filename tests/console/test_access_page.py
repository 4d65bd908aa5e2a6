"""The access tab: who comes in, as whom, and the forms that change it."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.sim.aws.eks import access_entry
from clusters.sim.commands import AwsCall

ROLE = "arn:aws:iam::{}:role/dev"


@pytest.fixture
def place(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo/access/"


@pytest.fixture
def entry(world, cluster):
    """The access entry of a principal, as it stands."""
    return lambda arn: world().find(access_entry.key(cluster, arn))


@pytest.fixture
def me(world):
    return callers.learner(world(), "console").arn


@pytest.fixture
def aws(sandbox, world):
    def call(action, **request):
        caller = callers.learner(world(), "sdk")
        return runtime.execute(sandbox.id, AwsCall(caller, action, request))

    return call


@pytest.fixture
def dev(aws, sandbox):
    """The ARN of a role that nobody let in yet."""
    trust = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", '
        f'"Principal": {{"AWS": "{sandbox.account}"}}, "Action": "sts:AssumeRole"}}}}'
    )
    aws("iam:CreateRole", RoleName="dev", AssumeRolePolicyDocument=trust)
    return ROLE.format(sandbox.account)


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


def test_the_creators_entry_says_that_eks_made_it(owner, place):
    page = shown(owner, place)

    assert "user/learner" in page
    assert "for the cluster&#x27;s creator" in page
    assert "AmazonEKSClusterAdminPolicy" in page


def test_an_entry_is_created_and_may_do_nothing_yet(owner, place, dev, entry):
    answer = owner.post(place, {"principal": dev, "type": "STANDARD", "groups": "a, b"})

    assert answer.status_code == 302
    assert entry(dev)["kubernetesGroups"] == ["a", "b"]
    assert "by CreateAccessEntry" in shown(owner, answer["Location"])


def test_an_entry_without_group_and_policy_is_said_to_be_idle(owner, place, dev):
    owner.post(place, {"principal": dev})

    assert "May sign in, may do nothing" in shown(owner, place)


def test_a_typed_arn_counts_before_a_chosen_one(owner, place, me, dev, entry):
    owner.post(place, {"principal": me, "typed_arn": f" {dev} "})

    assert entry(dev) is not None


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"typed_arn": "nobody"}, "The specified principalArn is invalid"),
        ({"groups": "system:masters"}, "it cannot start with system:"),
        ({"type": "nope"}, "Member must satisfy enum value set"),
        ({"typed_arn": "\x00"}, "The specified principalArn is invalid"),
    ],
)
def test_a_refused_entry_keeps_what_was_typed(refused, dev, form, told):
    page = refused("", {"principal": dev, "groups": "shop", **form})

    assert told in page
    assert f'value="{form.get("groups", "shop")}"' in page


def test_a_policy_is_associated_for_namespaces_and_taken_off_again(
    owner, place, dev, entry
):
    owner.post(place, {"principal": dev})
    form = {
        "entry": dev,
        "policy": "AmazonEKSViewPolicy",
        "scope": "namespace",
        "namespaces": "shop,team-*",
    }
    answer = owner.post(f"{place}associate/", form)
    held = entry(dev)["_"]["policies"]

    assert held[0]["accessScope"]["namespaces"] == ["shop", "team-*"]
    assert "Namespaces shop, team-*" in shown(owner, answer["Location"])

    owner.post(f"{place}disassociate/", {"entry": dev, "policy": "AmazonEKSViewPolicy"})
    assert entry(dev)["_"]["policies"] == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"policy": "Nope"}, "could not be found"),
        ({"scope": "namespace"}, "must name namespaces when its type is namespace"),
        ({"scope": "galaxy"}, "enum value set: [cluster, namespace]"),
        ({"entry": "arn:aws:iam::1:role/x"}, "could not be found"),
    ],
)
def test_an_association_is_refused_in_the_services_words(refused, me, form, told):
    assert told in refused("associate/", {"entry": me, **form})


def test_who_would_lock_himself_out_is_told_and_not_stopped(owner, place, me, entry):
    page = shown(owner, f"{place}?entry={me}")
    assert "You would lock yourself out" in page

    assert owner.post(f"{place}delete/", {"entry": me}).status_code == 302
    assert entry(me) is None


def test_an_entry_that_is_gone_says_so(owner, place):
    assert "No such access entry" in shown(
        owner, f"{place}?entry=arn:aws:iam::1:user/x"
    )


def test_an_entry_of_a_role_made_anew_lets_nobody_in(owner, place, dev, aws):
    owner.post(place, {"principal": dev})
    aws("iam:DeleteRole", RoleName="dev")
    assert "is gone from IAM" in shown(owner, place)


def test_the_mode_moves_on_and_never_back(owner, place, world, cluster):
    def mode():
        return world().find(cluster)["accessConfig"]["authenticationMode"]

    assert mode() == "API_AND_CONFIG_MAP"
    owner.post(f"{place}mode/", {"mode": "API"})
    assert mode() == "API"
    assert "aws-auth counts for nothing" in shown(owner, place)

    for wrong in ("API_AND_CONFIG_MAP", "CONFIG_MAP", "x"):
        assert owner.post(f"{place}mode/", {"mode": wrong}).status_code == 422
    assert mode() == "API"


def test_there_is_no_other_act(owner, place):
    assert owner.post(f"{place}explode/").status_code == 404


def test_the_shown_command_is_what_the_form_would_do(owner, place, dev):
    page = shown(owner, place)

    assert "aws eks create-access-entry" in page
    assert dev in page


def test_the_groups_of_an_entry_are_changed_and_taken_away(owner, place, dev, entry):
    owner.post(place, {"principal": dev, "groups": "shop"})
    assert 'value="shop"' in shown(owner, f"{place}?entry={dev}")

    owner.post(f"{place}groups/", {"entry": dev, "own_groups": "a b"})
    assert entry(dev)["kubernetesGroups"] == ["a", "b"]

    owner.post(f"{place}groups/", {"entry": dev, "own_groups": ""})
    assert entry(dev)["kubernetesGroups"] == []


def test_reserved_groups_are_refused_and_stay_in_the_field(refused, dev, owner, place):
    owner.post(place, {"principal": dev})
    page = refused("groups/", {"entry": dev, "own_groups": "system:masters"})

    assert "it cannot start with system:" in page
    assert page.count('value="system:masters"') == 1
