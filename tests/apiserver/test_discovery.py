"""Discovery documents: old and aggregated, from the kinds that are registered."""

from __future__ import annotations

import pytest

from clusters.sim.kube.kind import kinds

V2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
V2_BETA = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"


@pytest.mark.parametrize("path", ["/api", "/apis"])
@pytest.mark.parametrize("accept", [V2, V2_BETA])
async def test_the_aggregated_form_repeats_its_media_type(door, path, accept):
    reply = await door.ask("GET", path, accept=f"{accept},application/json")
    assert reply.headers["content-type"] == accept
    body = reply.json()
    version = "v2" if accept == V2 else "v2beta1"
    assert body["apiVersion"] == f"apidiscovery.k8s.io/{version}"


async def test_who_has_the_document_already_is_told_so(door):
    first = await door.ask("GET", "/apis", accept=V2)
    again = await door.ask(
        "GET", "/apis", accept=V2, if_none_match=first.headers["etag"]
    )
    assert (again.status, again.body) == (304, b"")
    # kubectl keeps a 304's headers: one of these would spoil what it has.
    assert not {"content-type", "content-length"} & set(again.headers)


async def test_both_forms_tell_of_the_same_resources(door):
    aggregated = {
        (item["metadata"]["name"], version["version"], resource["resource"])
        for path in ("/api", "/apis")
        for item in (await door.ask("GET", path, accept=V2)).json()["items"]
        for version in item["versions"]
        for resource in version["resources"]
    }
    legacy = set()
    groups = (await door.ask("GET", "/apis")).json()["groups"]
    named = [v["groupVersion"] for group in groups for v in group["versions"]]
    for name in ("v1", *named):
        path = f"/apis/{name}" if "/" in name else f"/api/{name}"
        group, _, version = name.rpartition("/")
        for resource in (await door.ask("GET", path)).json()["resources"]:
            if "/" not in resource["name"]:
                legacy.add((group, version, resource["name"]))
    assert legacy == aggregated
    assert len(legacy) == len(list(kinds))


async def test_a_deployment_is_listed_as_upstream_lists_it(door):
    listed = (await door.ask("GET", "/apis/apps/v1")).json()["resources"]
    found = {resource["name"]: resource for resource in listed}
    assert found["deployments"] == {
        "name": "deployments",
        "singularName": "deployment",
        "namespaced": True,
        "kind": "Deployment",
        "verbs": [
            "create", "delete", "deletecollection", "get", "list", "patch", "update",
            "watch",
        ],
        "shortNames": ["deploy"],
        "categories": ["all"],
        "storageVersionHash": "8aSe+NMegvE=",
    }  # fmt: skip
    assert found["deployments/scale"] == {
        "name": "deployments/scale",
        "singularName": "",
        "namespaced": True,
        "group": "autoscaling",
        "version": "v1",
        "kind": "Scale",
        "verbs": ["get", "patch", "update"],
    }


async def test_the_core_group_comes_first_for_events(door):
    versions = (await door.ask("GET", "/api")).json()
    assert versions["versions"] == ["v1"]
    assert versions["serverAddressByClientCIDRs"][0]["serverAddress"] == "door"


@pytest.mark.parametrize("path", ["/apis/nope", "/apis/nope/v1", "/api/v2"])
async def test_unknown_groups_are_not_found(door, path):
    reply = await door.ask("GET", path)
    assert (reply.status, reply.body) == (404, b"404 page not found\n")


async def test_one_group_names_its_versions(door):
    body = (await door.ask("GET", "/apis/apps")).json()
    assert body["preferredVersion"] == {"groupVersion": "apps/v1", "version": "v1"}
