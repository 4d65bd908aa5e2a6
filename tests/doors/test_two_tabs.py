"""Forms that are sent twice, or by two tabs at once: one act, and a reason for the other."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from clusters import runtime
from clusters.console.creating import cluster_draft
from clusters.models import Sandbox
from tests.console.conftest import browser

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {by: one}\n"


def test_a_form_sent_twice_acts_once(owner, sandbox, cluster, world):
    """What the back button and an impatient finger do."""
    subnets = world().find(cluster)["resourcesVpcConfig"]["subnetIds"]
    path = f"/s/{sandbox.id}/cluster/demo/create-nodegroup/"
    form = {"nodegroupName": "web", "subnets": subnets}
    assert owner.post(path, form).status_code == 302
    before = world().rv

    again = owner.post(path, form)

    assert again.status_code == 422
    assert "NodeGroup already exists with name web" in again.content.decode()
    assert world().rv == before


def test_applying_twice_is_applying_once(owner, sandbox, cluster, world):
    path = f"/s/{sandbox.id}/cluster/demo/apply/"
    owner.post(path, {"yaml": CONFIG})
    before = world().rv

    again = owner.post(path, {"yaml": CONFIG})

    assert again.status_code == 200
    assert world().rv == before


def test_what_is_deleted_already_is_said_to_be(owner, sandbox, cluster, world):
    base = f"/s/{sandbox.id}/cluster/demo"
    owner.post(f"{base}/apply/", {"yaml": CONFIG})
    path = f"{base}/delete/configmaps/default/a/"
    assert owner.post(path).status_code == 302

    again = owner.post(path)

    assert again.status_code == 422
    assert "configmaps &quot;a&quot; not found" in again.content.decode()


def test_a_form_on_a_cluster_that_is_gone_meanwhile_is_not_found(
    owner, sandbox, cluster
):
    base = f"/s/{sandbox.id}/cluster/demo"
    assert owner.post(f"{base}/delete/", {"confirm": "demo"}).status_code == 302

    for path in (
        "create-nodegroup/",
        "apply/",
        "fail/",
        "delete/",
        "kubeconfig/token/",
    ):
        assert owner.post(f"{base}/{path}", {"yaml": CONFIG}).status_code == 404


def test_a_form_of_a_sandbox_that_is_gone_meanwhile_is_not_found(
    owner, sandbox, monkeypatch
):
    """It goes between the look at who asks and the command."""
    read = runtime.read

    def read_and_delete(sandbox_id):
        world = read(sandbox_id)
        Sandbox.objects.filter(id=sandbox_id).delete()
        return world

    monkeypatch.setattr("clusters.console.access.runtime.read", read_and_delete)

    assert owner.post(f"/s/{sandbox.id}/clock/", {"mode": "60x"}).status_code == 404


def test_a_token_from_before_signing_in_is_refused(outsider):
    """The page says why, and that nothing happened."""
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/signup/")
    old = str(page.context["csrf_token"])
    form = {"name": "robin", "password": "correct horse battery"}
    assert (
        strict.post("/signup/", {**form, "csrfmiddlewaretoken": old}).status_code == 302
    )

    answer = strict.post("/start/", {"csrfmiddlewaretoken": old})

    assert answer.status_code == 403
    assert "That form has expired" in answer.content.decode()
    assert not Sandbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_create_a_cluster_at_once_create_one():
    sandbox = runtime.create(speed="instant", seed=77)
    world = runtime.read(sandbox.id)
    draft = cluster_draft.Draft(
        name="demo", subnets=tuple(cluster_draft.preselected(world, sandbox.region))
    )
    tabs = [browser(sandbox.id) for _ in range(4)]
    cluster_draft.save(sandbox.id, draft)
    ready = threading.Barrier(len(tabs))
    answers = []

    def send(tab):
        ready.wait()
        answers.append(tab.post(f"/s/{sandbox.id}/create/review/"))
        connection.close()

    threads = [threading.Thread(target=send, args=[tab]) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [302, 422, 422, 422]
    for answer in answers:
        if answer.status_code == 422:
            assert (
                "Cluster already exists with name: demo" in answer.content.decode()
                or ("cluster name can contain" in answer.content.decode())
            )
    found = runtime.read(sandbox.id).list("eks.Cluster")
    assert [key.name for key, _ in found] == ["demo"]
