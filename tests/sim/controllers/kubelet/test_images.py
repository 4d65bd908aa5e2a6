"""Pulling images: what succeeds, what fails, and in which words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from clusters.sim.controllers.kubelet.pulling import duration
from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import REGION, ROLE, bare_pod, data_plane

ADD_ON = "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1.14.3-eksbuild.11"


def pulled(image: str, seconds: float = 10, plane=None, **container):
    plane = plane or data_plane()
    plane.create("pods", bare_pod("p", image, **container))
    plane.settle(seconds)
    return plane


def error(plane) -> str:
    return next(
        text for text in plane.events("Failed") if text.startswith("Failed to pull")
    )


def test_a_pull_says_how_long_it_took_and_how_large_the_image_is():
    plane = pulled("nginx:1.27")
    assert plane.events("Pulled") == [
        (
            'Successfully pulled image "nginx:1.27" in 1.501s (1.501s including waiting). '
            "Image size: 72080558 bytes."
        )
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.312, "312ms"), (2.1, "2.1s"), (62.5, "1m2.5s"), (1.0, "1s")],
)
def test_durations_read_as_go_writes_them(seconds, text):
    assert duration(seconds) == text


def test_an_image_on_the_node_is_not_pulled_again():
    plane = data_plane(1)
    pulled("nginx:1.27", plane=plane)
    plane.create("pods", bare_pod("q", "nginx:1.27"))
    plane.settle(10)
    assert plane.event("q", "Pulled")["message"] == (
        'Container image "nginx:1.27" already present on machine'
    )


def test_latest_is_asked_for_each_time():
    plane = data_plane(1)
    pulled("nginx", plane=plane)
    plane.create("pods", bare_pod("q", "nginx"))
    plane.settle(10)
    assert "Pulling" in plane.reasons("q")


def test_a_repository_that_is_not_there_is_denied():
    assert error(pulled("ngnix")) == (
        'Failed to pull image "ngnix": failed to pull and unpack image '
        '"docker.io/library/ngnix:latest": failed to resolve reference '
        '"docker.io/library/ngnix:latest": pull access denied, repository does not exist or may '
        "require authorization: server message: insufficient_scope: authorization failed"
    )


def test_a_tag_that_is_not_there_is_not_found():
    full = "docker.io/library/nginx:1.161"
    assert error(pulled("nginx:1.161")) == (
        'Failed to pull image "nginx:1.161": rpc error: code = NotFound desc = failed to pull and '
        f'unpack image "{full}": failed to resolve reference "{full}": {full}: not found'
    )


def test_a_registry_without_a_name_in_dns_is_not_reached():
    assert error(pulled("registry.example.test/app:1")).endswith(": no such host")


def test_a_node_without_a_way_out_times_out():
    plane = data_plane()
    plane.use_private_endpoint()
    for key, doc in plane.world.list("ec2.RouteTable", REGION):
        local = [route for route in doc["Routes"] if route.get("GatewayId") == "local"]
        plane.change(key, Routes=local)
    pulled("nginx:1.27", 40, plane)
    assert error(plane).endswith(":443: i/o timeout")
    assert (
        'Head "https://registry-1.docker.io/v2/library/nginx/manifests/1.27"'
        in error(plane)
    )


def test_a_node_role_without_ecr_rights_gets_403_and_heals_by_itself():
    plane = data_plane()
    key = Key("iam.Role", "", ROLE)
    policies = plane.world.find(key)["AttachedPolicies"]
    plane.change(key, AttachedPolicies=[])
    pulled(ADD_ON, plane=plane)
    assert error(plane).endswith("/manifests/v1.14.3-eksbuild.11: 403 Forbidden")
    plane.change(key, AttachedPolicies=policies)
    plane.settle(60)
    assert plane.status("p") == "Running"


def test_the_status_alternates_between_error_and_back_off():
    plane = pulled("nginx:1.161", 0)
    seen = []
    for _ in range(300):
        plane.settle(0.1)
        if [plane.status("p")] != seen[-1:]:
            seen.append(plane.status("p"))
    assert seen == [
        "ContainerCreating",
        "ErrImagePull",
        "ImagePullBackOff",
        "ErrImagePull",
        "ImagePullBackOff",
    ]


def test_tries_come_after_10_20_40_80_160_300_300_seconds():
    plane = pulled("nginx:1.161", 0)
    times = []
    for _ in range(9400):
        known = len(plane.changes)
        plane.settle(0.1)
        if len(plane.changes) == known:
            continue
        count = (
            plane.event("p", "Pulling")["count"]
            if times or plane.reasons("p").count("Pulling")
            else 0
        )
        if count > len(times):
            times.append(plane.now)
        if len(times) == 7:
            break
    gaps = [round(b - a) for a, b in pairwise(times)]
    assert gaps == [10, 20, 40, 80, 160, 300]


def test_back_offs_go_on_being_counted_without_being_scheduled():
    plane = pulled("nginx:1.161", 200)
    before = plane.event("p", "BackOff")["count"]
    changes = len(plane.changes)
    plane.settle(60)
    assert len(plane.changes) == changes
    assert plane.event("p", "BackOff")["count"] == before + 5
    assert plane.event("p", "BackOff")["type"] == "Normal"


def test_a_name_that_is_none_is_invalid():
    plane = pulled("Nginx")
    assert plane.status("p") == "InvalidImageName"
    assert plane.events("InspectFailed") == [
        (
            'Failed to apply default image tag "Nginx": couldn\'t parse image name "Nginx": invalid '
            "reference format: repository name (library/Nginx) must be lowercase"
        )
    ]


def test_an_image_never_to_be_pulled_must_be_there():
    plane = pulled("nginx:1.27", imagePullPolicy="Never")
    assert plane.status("p") == "ErrImageNeverPull"
    assert plane.events("ErrImageNeverPull") == [
        'Container image "nginx:1.27" is not present with pull policy of Never'
    ]
