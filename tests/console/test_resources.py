"""Every object of every kind: listed, shown, changed, deleted, applied."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters.console import kube
from clusters.sim.world import Key

CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: greeting
data:
  text: <script>alert(1)</script>
"""
DEFAULT = "objects/configmaps/default/greeting/"


@pytest.fixture
def at(owner, sandbox, cluster):
    """Pages of the cluster: a GET, or a POST of a form."""

    def ask(path, **form):
        url = f"/s/{sandbox.id}/cluster/demo/{path}"
        return owner.post(url, form) if form else owner.get(url)

    return ask


@pytest.fixture
def config(cluster, world):
    """Where the ConfigMap is kept."""
    return Key(
        "k8s.ConfigMap", f"{world().find(cluster)['_']['id']}/default", "greeting"
    )


def test_every_kind_can_be_listed(at):
    for kind in kube.listable():
        answer = at(f"resources/?resource={kind.resource}")
        assert answer.status_code == 200, kind.resource
        assert answer.context["obstacle"] == "", kind.resource


def test_namespaces_narrow_the_list(at):
    everywhere = at("resources/?resource=pods").context["table"]["rows"]
    nowhere = at("resources/?resource=pods&namespace=default").context["table"]["rows"]

    assert {row["namespace"] for row in everywhere} == {"kube-system"}
    assert nowhere == []


def test_an_unknown_resource_shows_pods(at):
    assert at("resources/?resource=nonsense").context["kind"].kind == "Pod"


def test_yaml_that_is_applied_is_there_and_learners_text_is_escaped(at, config, world):
    answer = at("apply/", yaml=CONFIG)

    assert "configmaps/greeting created" in answer.content.decode()
    assert world().find(config)["data"]["text"] == "<script>alert(1)</script>"
    page = at(DEFAULT).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_applying_again_changes_what_is_there(at, config, world):
    at("apply/", yaml=CONFIG)

    answer = at("apply/", yaml=CONFIG.replace("<script>alert(1)</script>", "hello"))

    assert "configmaps/greeting configured" in answer.content.decode()
    assert world().find(config)["data"]["text"] == "hello"


def test_a_file_can_be_uploaded(at, config, world):
    at("apply/", file=SimpleUploadedFile("greeting.yaml", CONFIG.encode()))

    assert world().find(config) is not None


def test_a_file_that_is_too_large_is_refused(at):
    large = SimpleUploadedFile("large.yaml", b"#" * (1024 * 1024 + 1))

    assert at("apply/", file=large).status_code == 422


def test_yaml_that_does_not_parse_changes_nothing_and_is_kept(at, world):
    before = world().rv

    answer = at("apply/", yaml="kind: Pod\n\tname: x")

    assert answer.status_code == 422
    assert "line 2, column 1" in answer.content.decode()
    assert "\tname: x" in answer.content.decode()
    assert world().rv == before


def test_one_refused_object_does_not_stop_the_others(at, config, world):
    bad = CONFIG.replace("name: greeting", "name: Not_A_Name")

    answer = at("apply/", yaml=f"{bad}---\n{CONFIG}")

    assert answer.status_code == 422
    assert "Invalid" in answer.content.decode()
    assert world().find(config) is not None


def test_an_edit_replaces_the_object(at, config, world):
    at("apply/", yaml=CONFIG)
    text = at(DEFAULT).context["typed"]

    answer = at(DEFAULT, yaml=text.replace("alert(1)", "alert(2)"))

    assert answer.status_code == 302
    assert "alert(2)" in world().find(config)["data"]["text"]


def test_a_stale_edit_is_refused_and_overwrites_nothing(at, config, world):
    at("apply/", yaml=CONFIG)
    stale = at(DEFAULT).context["typed"]
    at("apply/", yaml=CONFIG.replace("<script>alert(1)</script>", "newer"))

    answer = at(DEFAULT, yaml=stale)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "the object has been modified" in page
    assert "newer" in page
    assert world().find(config)["data"]["text"] == "newer"


def test_an_edit_must_stay_the_same_kind(at, config):
    at("apply/", yaml=CONFIG)

    answer = at(DEFAULT, yaml=CONFIG.replace("ConfigMap", "Secret"))

    assert answer.status_code == 422


def test_deleting_an_object(at, config, world):
    at("apply/", yaml=CONFIG)

    at("delete/configmaps/default/greeting/", sure="yes")

    assert world().find(config) is None


def test_what_may_not_be_deleted_is_refused_in_the_apis_words(at, owner, sandbox):
    path = f"/s/{sandbox.id}/cluster/demo/delete/namespaces/-/default/"

    answer = owner.post(path)

    assert answer.status_code == 422
    assert "this namespace may not be deleted" in answer.content.decode()


def test_an_events_words_lead_to_the_object(at, sandbox):
    answer = at("about/?kind=Namespace&name=default")

    assert answer.url == f"/s/{sandbox.id}/cluster/demo/objects/namespaces/-/default/"
    assert at("about/?kind=Nothing&name=x").status_code == 404


def test_an_object_that_is_not_there_is_not_found(at):
    assert at("objects/pods/default/nothing/").status_code == 404
    assert at("objects/nonsense/default/nothing/").status_code == 404


def test_before_the_api_answers_it_says_so(owner, sandbox):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    owner.post(
        f"/s/{sandbox.id}/create/name/",
        {"name": "slow", "version": "1.35", "role": "eksClusterRole"},
    )
    owner.post(f"/s/{sandbox.id}/create/review/")

    page = owner.get(f"/s/{sandbox.id}/cluster/slow/resources/").content.decode()

    assert "AWS is still building it" in page
