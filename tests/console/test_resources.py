"""Lists of every kind of object, narrowed, ordered and paged by their address."""

from __future__ import annotations

import pytest

from clusters.console.kubernetes import kube, listing
from clusters.sim.kube.kind import kinds

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, labels: {tier: %s}}\n"


@pytest.fixture
def at(owner, sandbox, cluster):
    """Pages of the cluster: a GET, or a POST of a form."""

    def ask(path, **form):
        url = f"/s/{sandbox.id}/cluster/demo/{path}"
        return owner.post(url, form) if form else owner.get(url)

    return ask


@pytest.fixture
def three(at):
    """ConfigMaps cm-2, cm-10 (tier a) and other (tier b) in `default`."""
    texts = [CONFIG % ("cm-2", "a"), CONFIG % ("cm-10", "a"), CONFIG % ("other", "b")]
    assert at("apply/", yaml="---\n".join(texts)).status_code == 200


def names(answer):
    return [row["name"] for row in answer.context["table"]["rows"]]


def listed(at, query):
    return names(at(f"resources/?resource=configmaps&namespace=default&{query}"))


def test_every_kind_can_be_listed(at):
    for kind in kube.listable():
        answer = at(f"resources/?resource={kind.resource}")
        assert answer.status_code == 200, kind.resource
        assert answer.context["obstacle"] == "", kind.resource


def test_every_kind_that_is_listed_has_its_place_in_a_group(at):
    groups = at("resources/").context["kind_groups"]
    shown = {kind["resource"] for group in groups for kind in group["kinds"]}

    expected = {kind.resource for kind in kube.listable()} - set(listing.HIDDEN)
    assert shown == expected
    assert "Other" not in {group["title"] for group in groups}


def test_kinds_are_counted_where_they_are_looked_for(at, three):
    def counts(query):
        groups = at(f"resources/{query}").context["kind_groups"]
        return {k["kind"]: k["count"] for group in groups for k in group["kinds"]}

    assert counts("?namespace=default")["ConfigMap"] == 4  # and kube-root-ca.crt
    assert counts("")["ConfigMap"] > 4
    assert counts("?namespace=default")["Pod"] == 0


def test_namespaces_narrow_the_list(at):
    everywhere = at("resources/?resource=pods").context["table"]["rows"]
    nowhere = at("resources/?resource=pods&namespace=default").context["table"]["rows"]

    assert {row["namespace"] for row in everywhere} == {"kube-system"}
    assert nowhere == []


def test_an_unknown_resource_is_said_in_kubectls_words_and_pods_are_shown(at):
    page = at("resources/?resource=nonsense")

    words = 'doesn\'t have a resource type "nonsense"'
    assert (page.status_code, words in page.content.decode()) == (404, True)
    assert page.context["kind"].kind == "Pod"


def test_a_label_selector_and_a_text_narrow_the_list(at, three):
    assert listed(at, "labels=tier%3Da") == ["cm-10", "cm-2"]
    assert listed(at, "labels=tier+in+(b,c)") == ["other"]
    assert listed(at, "q=CM-1") == ["cm-10"]
    assert listed(at, "q=tier%3Db") == ["other"]


def test_a_bad_selector_is_refused_in_the_apis_words(at):
    answer = at("resources/?labels=a%3D%3D%3Db")

    assert answer.status_code == 200
    told = answer.context["bad_selector"]
    assert told.startswith(
        "Error from server (BadRequest): unable to parse requirement"
    )
    assert 'value="a===b"' in answer.content.decode()


def test_a_list_that_the_filters_leave_empty_offers_to_clear_them(at, three):
    page = at("resources/?resource=configmaps&q=nothing-like-it").content.decode()

    assert "No ConfigMap objects match" in page
    assert "Clear filters" in page


def test_columns_sort_naturally_in_both_directions(at, three):
    assert listed(at, "q=cm-&sort=Name") == ["cm-2", "cm-10"]
    assert listed(at, "q=cm-&sort=-Name") == ["cm-10", "cm-2"]
    page = at("resources/?resource=configmaps&sort=Name").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "sort=-Name" in page


def test_long_lists_come_in_pages(at, three, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)

    first = at("resources/?resource=configmaps&namespace=default&q=tier&sort=Name")
    second = at(
        "resources/?resource=configmaps&namespace=default&q=tier&sort=Name&page=2"
    )

    assert names(first) == ["cm-2", "cm-10"]
    assert names(second) == ["other"]
    assert "Page 1 of 2" in first.content.decode()
    assert 'rel="prev"' in second.content.decode()
    assert "labels=" not in second.context["table_query"]


def test_a_page_that_is_not_there_is_the_last_one(at, three):
    assert len(listed(at, "page=999")) == 4


def test_each_row_says_whose_it_is(at, three):
    rows = at("resources/?resource=configmaps").context["table"]["rows"]
    owners = {(row["namespace"], row["name"]): row["owner"]["word"] for row in rows}

    assert owners["default", "other"] == "You"
    assert owners["default", "kube-root-ca.crt"] == "AWS"
    for text, word in (("system:controller:", "AWS"), ("system:coredns", "Both")):
        roles = at(
            f"resources/?resource=clusterroles.rbac.authorization.k8s.io&q={text}"
        )
        words = {row["owner"]["word"] for row in roles.context["table"]["rows"]}
        assert words == {word}


def test_who_may_not_list_a_kind_is_told_so_and_what_to_do(at, world, monkeypatch):
    nobody = kube.user(world(), next(k for k, _ in world().list("eks.Cluster")))
    stripped = type(nobody)(nobody.name)
    monkeypatch.setattr(kube, "user", lambda *_: stripped)

    answer = at("resources/?resource=secrets")

    told = answer.context["obstacle"]
    assert told.startswith("Error from server (Forbidden): secrets is forbidden: User ")
    assert 'cannot list resource "secrets" in API group ""' in told
    assert "Bind a Role" in answer.context["obstacle_next"]
    counts = [k["count"] for g in answer.context["kind_groups"] for k in g["kinds"]]
    assert set(counts) == {None}


def test_an_events_words_lead_to_the_object(at, sandbox):
    answer = at("about/?kind=Namespace&name=default")

    assert answer.url == f"/s/{sandbox.id}/cluster/demo/objects/namespaces/-/default/"
    assert at("about/?kind=Nothing&name=x").status_code == 404


def test_before_the_api_answers_it_says_so(owner, sandbox):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    owner.post(
        f"/s/{sandbox.id}/create/name/",
        {"name": "slow", "version": "1.35", "role": "eksClusterRole"},
    )
    owner.post(f"/s/{sandbox.id}/create/review/")

    page = owner.get(f"/s/{sandbox.id}/cluster/slow/resources/").content.decode()

    assert "AWS is still building it" in page
    assert "the move is AWS" in page


def test_groups_name_only_resources_that_there_are():
    named = {name for names in listing.GROUPS.values() for name in names}

    assert named <= set(kinds)
