"""What a URL asks for."""

from __future__ import annotations

import pytest

from clusters.apiserver.paths import Place, target


def at(path: str):
    return target(f"/k8s/us-west-2/abc{path}".encode())


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/api/v1/pods", Place("", "v1", "pods")),
        ("/api/v1/namespaces/a/pods", Place("", "v1", "pods", "a")),
        ("/api/v1/namespaces/a/pods/x", Place("", "v1", "pods", "a", "x")),
        ("/api/v1/namespaces/a/pods/x/log", Place("", "v1", "pods", "a", "x", "log")),
        ("/api/v1/namespaces", Place("", "v1", "namespaces")),
        ("/api/v1/namespaces/a", Place("", "v1", "namespaces", "a", "a")),
        (
            "/api/v1/namespaces/a/finalize",
            Place("", "v1", "namespaces", "a", "a", "finalize"),
        ),
        (
            "/apis/apps/v1/namespaces/a/deployments/x/scale",
            Place("apps", "v1", "deployments", "a", "x", "scale"),
        ),
        (
            "/api/v1/namespaces/a/pods/x/proxy/b/c",
            Place("", "v1", "pods", "a", "x", "proxy", ("b", "c")),
        ),
    ],
)
def test_resources_are_found_in_paths(path, place):
    assert at(path).place == place


@pytest.mark.parametrize("path", ["", "/", "/api", "/apis/apps/v1", "/version", "/x"])
def test_other_paths_name_no_resource(path):
    assert at(path).place is None


def test_a_name_may_hold_encoded_slashes_and_colons():
    place = at("/apis/rbac.authorization.k8s.io/v1/clusterroles/a%2Fb%3Ac").place
    assert place.name == "a/b:c"


def test_what_is_not_utf8_does_not_break_the_path():
    assert at("/api/v1/namespaces/%ff%fe").place.name == "\ufffd\ufffd"


@pytest.mark.parametrize("path", [b"/", b"/k8s/us-west-2", b"/aws", b"/healthz"])
def test_paths_without_a_cluster_lead_nowhere(path):
    assert target(path) is None
