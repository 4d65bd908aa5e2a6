"""Deleting an object: it says first what goes, comes back and stays; and can be undone."""

from __future__ import annotations

import pytest

from clusters.console.kubernetes import undo
from clusters.sim.world import Key

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: greeting}\ndata: {a: b}\n"
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
PATH = "delete/configmaps/default/greeting/"


@pytest.fixture
def at(owner, sandbox, cluster):
    def ask(path, **form):
        url = f"/s/{sandbox.id}/cluster/demo/{path}"
        return owner.post(url, form) if form else owner.get(url)

    return ask


@pytest.fixture
def there(cluster, world):
    """Whether an object of `default` is there."""

    def find(kind, name):
        place = f"{world().find(cluster)['_']['id']}/default"
        return world().find(Key(f"k8s.{kind}", place, name)) is not None

    return find


def pods(at):
    rows = at("resources/?resource=pods&labels=app%3Dweb").context["table"]["rows"]
    return [row["name"] for row in rows]


def test_deleting_an_object(at, there):
    at("apply/", yaml=CONFIG)

    assert at(PATH, sure="yes").status_code == 302

    assert not there("ConfigMap", "greeting")


def test_looking_at_the_question_deletes_nothing(at, there):
    at("apply/", yaml=CONFIG)

    assert at(PATH).status_code == 200
    assert there("ConfigMap", "greeting")


def test_all_that_is_owned_is_said_to_go(at):
    at("apply/", yaml=WEB)

    what = at("delete/deployments.apps/default/web/").context["what"]

    assert what["goes_text"] == "2 Pods, 1 ReplicaSet"
    assert [(one["kind"], one["depth"]) for one in what["goes"]] == [
        ("ReplicaSet", 0),
        ("Pod", 1),
        ("Pod", 1),
    ]


def test_what_comes_back_is_said_and_who_makes_it(at):
    at("apply/", yaml=WEB)

    what = at(f"delete/pods/default/{pods(at)[0]}/").context["what"]

    assert "makes a new Pod at once" in what["returns"][0]
    assert "delete the Deployment web" in what["returns"][0]


def test_everything_in_a_namespace_goes_with_it(at):
    text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"
    inside = CONFIG.replace("name: greeting", "name: greeting, namespace: shop")
    at("apply/", yaml=text + inside)

    what = at("delete/namespaces/-/shop/").context["what"]

    assert "greeting" in {one["name"] for one in what["goes"]}
    assert "2 ConfigMaps" in what["goes_text"]  # and kube-root-ca.crt


def test_a_service_says_that_its_pods_stay(at):
    at(
        "apply/",
        yaml="apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        "spec: {selector: {app: web}, ports: [{port: 80}]}\n",
    )

    what = at("delete/services/default/web/").context["what"]

    assert "Pods behind it keep running" in what["stays"][0]
    assert any("name in DNS" in text for text in what["also"])


def test_orphans_stay(at, there):
    at("apply/", yaml=WEB)

    at("delete/deployments.apps/default/web/", propagation="Orphan")

    assert not there("Deployment", "web")
    assert len(pods(at)) == 2


def test_in_the_background_all_goes(at, there):
    at("apply/", yaml=WEB)

    at("delete/deployments.apps/default/web/", propagation="Background")

    assert not there("Deployment", "web")
    assert pods(at) == []


def test_a_way_that_there_is_not_is_refused_in_the_apis_words(at, there):
    at("apply/", yaml=CONFIG)

    answer = at(PATH, propagation="Sideways")

    assert answer.status_code == 422
    assert "propagationPolicy: Unsupported value" in answer.content.decode()
    assert there("ConfigMap", "greeting")


def test_what_may_not_be_deleted_is_refused_in_the_apis_words(at):
    answer = at("delete/namespaces/-/default/", sure="yes")

    assert answer.status_code == 422
    assert "this namespace may not be deleted" in answer.content.decode()


def test_a_deletion_can_be_undone(at, there):
    at("apply/", yaml=WEB)
    at("delete/deployments.apps/default/web/", sure="yes")
    assert "Deployment web was deleted" in at("resources/").content.decode()

    manifest = at("apply/?undo=1").context["typed"]
    answer = at("apply/", yaml=manifest)

    assert "uid" not in manifest
    assert "status:" not in manifest
    assert answer.status_code == 200
    assert there("Deployment", "web")
    assert "Deployment web was deleted" not in at("resources/").content.decode()


def test_undoing_is_offered_to_the_owner_and_for_a_while(
    at, teacher, sandbox, monkeypatch
):
    at("apply/", yaml=CONFIG)
    at(PATH, sure="yes")

    page = teacher.get(f"/s/{sandbox.id}/cluster/demo/resources/").content.decode()
    assert "was deleted" not in page
    monkeypatch.setattr(undo, "KEPT_SECONDS", -1.0)
    assert "greeting was deleted" not in at("resources/").content.decode()


def test_a_secrets_manifest_is_not_kept(at):
    at("apply/", yaml=CONFIG.replace("ConfigMap", "Secret").replace("b}", "Yg==}"))
    at("delete/secrets/default/greeting/", sure="yes")

    assert at("resources/").context["undoable"] is None
