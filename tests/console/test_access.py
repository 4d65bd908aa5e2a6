"""Every address of a sandbox, tried by the owner, a classmate, the teacher, an outsider."""

from __future__ import annotations

import pytest
from django.test import Client

PAGES = (
    "clusters/",
    "create/name/",
    "create/review/",
    "getting-started/",
    "connect/",
    "settings/",
    "live/poll/?version=0",
    "cluster/demo/",
    "cluster/demo/nodes/",
    "cluster/demo/create-nodegroup/",
    "stacks/",
    "create-stack/",
    "cluster/demo/resources/",
    "cluster/demo/apply/",
    "cluster/demo/objects/namespaces/-/default/",
)
WRITES = (
    "clock/",
    "create/name/",
    "getting-started/create-cluster/",
    "connect/key/",
    "settings/resume-code/",
    "settings/reset/",
    "settings/delete/",
    "cluster/demo/fail/",
    "cluster/demo/delete/",
    "cluster/demo/create-nodegroup/",
    "cluster/demo/node-action/",
    "create-stack/",
    "cluster/demo/delete-nodegroup/",
    "cluster/demo/apply/",
    "cluster/demo/kubeconfig/token/",
    "cluster/demo/objects/namespaces/-/default/",
    "cluster/demo/delete/namespaces/-/default/",
)
NOBODYS = (404, 410)


@pytest.mark.parametrize("page", PAGES)
def test_owner_and_teacher_see_what_others_do_not_find(page, sandbox, cluster, cast):
    path = f"/s/{sandbox.id}/{page}"

    assert cast["owner"].get(path).status_code == 200
    assert cast["teacher"].get(path).status_code == 200
    assert cast["classmate"].get(path).status_code in NOBODYS
    assert cast["outsider"].get(path).status_code in NOBODYS


@pytest.mark.parametrize("page", WRITES)
def test_nobody_but_the_owner_changes_anything(page, sandbox, cluster, cast, world):
    path, before = f"/s/{sandbox.id}/{page}", world().rv

    assert cast["teacher"].post(path).status_code == 403
    assert cast["classmate"].post(path).status_code == 404
    assert cast["outsider"].post(path).status_code == 404
    assert world().rv == before


@pytest.mark.parametrize("page", ["clusters/", "cluster/demo/", "settings/"])
def test_a_sandbox_that_does_not_exist_looks_like_anothers(page, owner):
    assert owner.get(f"/s/bcdfghjkmn/{page}").status_code == 404


def test_keys_are_shown_to_the_owner_only(sandbox, owner, teacher):
    path = f"/s/{sandbox.id}/connect/"

    assert b"AKIA" in owner.get(path).content
    assert b"AKIA" not in teacher.get(path).content


def test_a_form_without_its_token_is_refused(sandbox):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/start/").status_code == 403
