"""One object: every kind described, its YAML, edits that overwrite nothing, logs."""

from __future__ import annotations

import re

import pytest

from clusters.console.kubernetes import highlight, kube
from clusters.sim.world import Key
from tests.console.with_nodes import group, nodes

__all__ = ["group", "nodes"]

CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: greeting
data:
  text: first
"""
SECRET = """\
apiVersion: v1
kind: Secret
metadata:
  name: hidden
stringData:
  password: open-sesame
"""
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
"""
DEFAULT = "objects/configmaps/default/greeting/"
EDIT = f"{DEFAULT}?view=edit"


@pytest.fixture
def at(owner, sandbox, cluster):
    """Pages of the cluster: a GET, or a POST of a form."""

    def ask(path, **form):
        url = f"/s/{sandbox.id}/cluster/demo/{path}"
        return owner.post(url, form) if form else owner.get(url)

    return ask


@pytest.fixture
def config(at, cluster, world):
    """A ConfigMap; where it is kept."""
    at("apply/", yaml=CONFIG)
    return Key(
        "k8s.ConfigMap", f"{world().find(cluster)['_']['id']}/default", "greeting"
    )


def facts(answer):
    """All that is described: {section: {term: texts}}."""
    return {
        section.title: {row.term: [v.text for v in row.values] for row in section.rows}
        for section in answer.context["sections"]
    }


def tables(answer):
    return {
        section.title: [
            [v.text for cell in line for v in cell] for line in section.table
        ]
        for section in answer.context["sections"]
    }


@pytest.mark.usefixtures("nodes")
def test_every_object_of_every_kind_can_be_looked_at(at, world):
    at("apply/", yaml=f"{WEB}---\n{CONFIG}---\n{SECRET}")
    for kind in kube.listable():
        rows = at(f"resources/?resource={kind.resource}").context["table"]["rows"]
        for row in rows[:3]:
            place = f"{kind.resource}/{row['namespace'] or '-'}/{row['name']}/"
            described = at(f"objects/{place}")
            assert described.status_code == 200, place
            assert described.context["obstacle"] == "", place
            assert facts(described)["About"]["Name"] == [row["name"]]
            for view in ("yaml", "edit", "events"):
                assert at(f"objects/{place}?view={view}").status_code == 200, place
            assert at(f"download/{place}").status_code == 200
            assert at(f"delete/{place}").status_code == 200, place


@pytest.mark.usefixtures("nodes")
def test_owners_and_what_is_owned_are_linked_both_ways(at):
    at("apply/", yaml=WEB)

    deployment = at("objects/deployments.apps/default/web/")
    kind, name, _ = tables(deployment)["It owns"][0]
    assert kind == "ReplicaSet"
    replica_set = at(f"objects/replicasets.apps/default/{name}/")
    assert facts(replica_set)["About"]["Owned by"] == ["Deployment web"]
    assert [row[0] for row in tables(replica_set)["It owns"]] == ["Pod", "Pod"]
    page = replica_set.content.decode()
    assert "objects/deployments.apps/default/web/" in page
    assert facts(deployment)["Deployment"]["Rollout"] == [
        'deployment "web" successfully rolled out'
    ]


def pod_of(at, app="web"):
    rows = at(f"resources/?resource=pods&labels=app%3D{app}").context["table"]["rows"]
    return rows[0]["name"]


@pytest.mark.usefixtures("nodes")
def test_a_pod_tells_its_containers_and_its_node(at):
    at("apply/", yaml=WEB)

    pod = at(f"objects/pods/default/{pod_of(at)}/")

    assert facts(pod)["Pod"]["Status"] == ["Running"]
    assert tables(pod)["Containers"][0][:2] == ["web", "Running"]
    assert "/objects/nodes/-/" in pod.content.decode()
    assert {event["reason"] for event in pod.context["about"]} >= {
        "Scheduled",
        "Started",
    }


def test_yaml_is_coloured_and_its_lines_have_addresses(at, config):
    page = at(f"{DEFAULT}?view=yaml").content.decode()

    assert '<span id="L1"><span class="y-key">apiVersion</span>' in page
    assert "data-copy-yaml" in page


def test_a_huge_object_is_paged_and_its_long_lines_are_cut(at):
    rows = "".join(f"  k{n:04}: v\n" for n in range(600))
    at("apply/", yaml=f"{CONFIG}{rows}  long: {'x' * 5000}\n")

    first = at(f"{DEFAULT}?view=yaml")
    last = at(f"{DEFAULT}?view=yaml&line=600")

    assert len(first.context["yaml"].lines) == highlight.LINES
    assert 'rel="next"' in first.content.decode()
    assert "data-copy-yaml" not in first.content.decode()
    assert last.context["yaml"].first == 501
    assert "more characters" in last.content.decode()
    whole = at("download/configmaps/default/greeting/").content.decode()
    assert whole.count("\n") > 600
    assert "x" * 5000 in whole


def test_secrets_are_hidden_until_their_owner_asks(at, teacher, sandbox):
    at("apply/", yaml=SECRET)
    path = "objects/secrets/default/hidden/"
    coded = "b3Blbi1zZXNhbWU="
    url = f"/s/{sandbox.id}/cluster/demo/"

    for view in ("describe", "yaml", "events"):
        page = at(f"{path}?view={view}").content.decode()
        assert "open-sesame" not in page
        assert coded not in page
    assert "11 bytes" in at(path).content.decode()
    assert "open-sesame" in at(f"{path}?reveal=1").content.decode()
    for view in ("?reveal=1", "?view=yaml", "?view=edit"):
        page = teacher.get(f"{url}{path}{view}").content.decode()
        assert "open-sesame" not in page
        assert coded not in page
    saved = teacher.get(f"{url}download/secrets/default/hidden/").content.decode()
    assert coded not in saved
    assert coded in at("download/secrets/default/hidden/").content.decode()


def test_an_edit_replaces_the_object(at, config, world):
    text = at(EDIT).context["typed"]

    answer = at(DEFAULT, yaml=text.replace("first", "second"))

    assert answer.status_code == 302
    assert world().find(config)["data"]["text"] == "second"


def test_a_stale_edit_is_refused_and_overwrites_nothing(at, config, world):
    form = at(EDIT).context
    at("apply/", yaml=CONFIG.replace("first", "newer"))
    mine = form["typed"].replace("first", "mine")

    answer = at(DEFAULT, yaml=mine, seen=form["seen"])

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "the object has been modified" in page
    signs = {row.sign: row.text for row in answer.context["newer_rows"]}
    assert "newer" in page
    assert signs.keys() >= {"-", "+"}
    assert "text: mine" in page
    assert world().find(config)["data"]["text"] == "newer"


def test_a_stale_edit_can_be_put_on_top_knowingly(at, config, world):
    form = at(EDIT).context
    at("apply/", yaml=CONFIG.replace("first", "newer"))
    mine = form["typed"].replace("first", "mine")
    refused = at(DEFAULT, yaml=mine, seen=form["seen"])

    newer = refused.context["newer"]
    answer = at(DEFAULT, yaml=mine, seen=form["seen"], newer=newer, act="overwrite")

    assert answer.status_code == 302
    assert world().find(config)["data"]["text"] == "mine"


def test_an_edit_without_a_version_overwrites_nothing_either(at, config, world):
    form = at(EDIT).context
    at("apply/", yaml=CONFIG.replace("first", "newer"))
    bare = re.sub(r".*resourceVersion.*\n", "", form["typed"])

    answer = at(DEFAULT, yaml=bare, seen=form["seen"])

    assert answer.status_code == 422
    assert world().find(config)["data"]["text"] == "newer"


def test_a_status_that_moved_on_does_not_make_an_edit_stale(at, cluster, world):
    at("apply/", yaml=WEB)
    path = "objects/deployments.apps/default/web/"
    form = at(f"{path}?view=edit").context
    at("scale/deployments.apps/default/web/", replicas="3")
    at("scale/deployments.apps/default/web/", replicas="2")

    text = form["typed"].replace("replicas: 2", "replicas: 1")
    answer = at(path, yaml=text, seen=form["seen"])

    assert answer.status_code == 302
    assert "status:" not in form["typed"]


def test_a_checked_edit_changes_nothing(at, config, world):
    form = at(EDIT).context
    before = world().rv

    text = form["typed"].replace("first", "second")
    answer = at(DEFAULT, yaml=text, seen=form["seen"], act="check")

    assert answer.status_code == 200
    assert "would take it" in answer.content.decode()
    assert {row.sign for row in answer.context["check_rows"]} >= {"-", "+"}
    assert answer.context["typed"] == text
    assert world().rv == before


def test_what_the_server_will_not_have_is_told_beside_its_line(at, config):
    text = at(EDIT).context["typed"] + "dada: {}\n"

    answer = at(DEFAULT, yaml=text)

    assert answer.status_code == 422
    assert answer.context["problems"][0].line == text.count("\n")
    assert answer.context["typed"] == text


def test_an_edit_must_stay_the_same_kind(at, config):
    answer = at(DEFAULT, yaml=CONFIG.replace("ConfigMap", "Secret"))

    assert answer.status_code == 422


def test_an_object_that_is_not_there_is_not_found(at):
    assert at("objects/pods/default/nothing/").status_code == 404
    assert at("objects/nonsense/default/nothing/").status_code == 404


def test_a_panel_of_a_deleted_object_says_so(at, config, owner, sandbox):
    at("delete/configmaps/default/greeting/", sure="yes")
    spec = (
        "object-state?cluster=demo&resource=configmaps&namespace=default&name=greeting"
    )
    query = {"version": 0, "panel": spec}

    answer = owner.get(f"/s/{sandbox.id}/live/poll/", query)

    assert "It was deleted" in answer.json()["panels"]["object-state"]


@pytest.mark.usefixtures("nodes")
def test_logs_are_read_filtered_and_saved(at):
    at("apply/", yaml=WEB)
    name = pod_of(at)

    whole = at(f"objects/pods/default/{name}/?view=logs&follow=1")
    some = at(f"objects/pods/default/{name}/?view=logs&q=start+worker")
    saved = at(f"download/pods/default/{name}/?logs=web")

    lines = [said for _, _, said in whole.context["log"]["lines"]]
    assert lines
    assert "data-follow" in whole.content.decode()
    found = [said for _, _, said in some.context["log"]["lines"]]
    assert found
    assert all("start worker" in said for said in found)
    assert len(found) < len(lines)
    assert lines[0] in saved.content.decode()


@pytest.mark.usefixtures("nodes")
def test_a_log_that_is_not_there_says_why(at):
    at("apply/", yaml=WEB)

    answer = at(f"objects/pods/default/{pod_of(at)}/?view=logs&previous=1")

    assert "previous terminated container" in answer.context["log"]["why"]


def test_a_pod_that_waits_for_a_node_has_no_log_yet(at):
    at("apply/", yaml=WEB)

    answer = at(f"objects/pods/default/{pod_of(at)}/?view=logs")

    assert "on no node yet" in answer.context["log"]["why"]


def test_what_may_not_be_read_is_not_in_the_page(at, world, monkeypatch):
    at("apply/", yaml=SECRET)
    somebody = kube.user(world(), next(k for k, _ in world().list("eks.Cluster")))
    monkeypatch.setattr(kube, "user", lambda *_: type(somebody)(somebody.name))

    for view in ("describe", "yaml", "edit", "events"):
        page = at(f"objects/secrets/default/hidden/?view={view}").content.decode()
        assert "is forbidden: User" in page
        assert "b3Blbi1zZXNhbWU=" not in page
    assert at("download/secrets/default/hidden/").status_code == 403
