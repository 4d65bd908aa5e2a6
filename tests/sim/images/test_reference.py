"""Image references: what a name stands for."""

from __future__ import annotations

import pytest

from clusters.sim.images.reference import InvalidImageName, parsed


@pytest.mark.parametrize(
    ("image", "full"),
    [
        ("nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.27", "docker.io/library/nginx:1.27"),
        ("library/nginx", "docker.io/library/nginx:latest"),
        ("me/app:v1", "docker.io/me/app:v1"),
        ("gcr.io/google-samples/hello-app:1.0", "gcr.io/google-samples/hello-app:1.0"),
        ("localhost:5000/a/b", "localhost:5000/a/b:latest"),
        ("nginx@sha256:" + "a" * 64, "docker.io/library/nginx@sha256:" + "a" * 64),
    ],
)
def test_a_short_name_is_filled_in(image, full):
    assert parsed(image).full == full


@pytest.mark.parametrize(
    "image", ["nginx:1:2", "https://nginx", "nginx:", "a b", "-x", "nginx@sha256:12"]
)
def test_what_names_nothing_is_invalid(image):
    with pytest.raises(InvalidImageName, match="invalid reference format"):
        parsed(image)


def test_capital_letters_are_told_apart():
    with pytest.raises(
        InvalidImageName, match=r"repository name \(library/Nginx\) must be lowercase"
    ):
        parsed("Nginx")
