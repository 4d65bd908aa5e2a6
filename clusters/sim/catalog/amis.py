"""Machine images: those that AWS publishes for EKS nodes, and Amazon Linux.

Releases as of July 2026, from the node image's release notes. The ids are ours,
one per region and image, as AWS's are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

RELEASES = {
    "1.30": "1.30.14-20260714",
    "1.31": "1.31.14-20260714",
    "1.32": "1.32.13-20260714",
    "1.33": "1.33.13-20260714",
    "1.34": "1.34.9-20260714",
    "1.35": "1.35.6-20260714",
    "1.36": "1.36.2-20260714",
}
"""The newest node release of each Kubernetes version."""
ARCHITECTURES = ("x86_64", "arm64")
EKS_PATH = "/aws/service/eks/optimized-ami"
LINUX_PATH = "/aws/service/ami-amazon-linux-latest"


@dataclass(frozen=True)
class Image:
    """A public image. `release` is empty for one that is not an EKS node image."""

    id: str
    name: str
    architecture: str
    owner: str
    description: str
    parameter: str
    release: str = ""
    version: str = ""


def _id(region: str, name: str) -> str:
    return "ami-0" + hashlib.sha256(f"{region}/{name}".encode()).hexdigest()[:16]


@cache
def images(region: str) -> tuple[Image, ...]:
    """All public images of a region."""
    return (*_node_images(region), *_linux_images(region))


def _node_images(region: str) -> Iterator[Image]:
    for version, release in RELEASES.items():
        date = release.rsplit("-", 1)[1]
        for architecture in ARCHITECTURES:
            name = f"amazon-eks-node-al2023-{architecture}-standard-{version}-v{date}"
            path = f"{EKS_PATH}/{version}/amazon-linux-2023/{architecture}/standard/recommended"
            about = (
                "EKS-optimized Kubernetes node based on Amazon Linux 2023, "
                f"(k8s: {release.split('-')[0]}, containerd: 2.1.*)"
            )
            owner = "602401143452"
            yield Image(
                _id(region, name),
                name,
                architecture,
                owner,
                about,
                path,
                release,
                version,
            )


def _linux_images(region: str) -> Iterator[Image]:
    for architecture in ARCHITECTURES:
        name = f"al2023-ami-2023.8.20260714.0-kernel-6.1-{architecture}"
        about = f"Amazon Linux 2023 AMI 2023.8.20260714.0 {architecture} HVM kernel-6.1"
        for alias in ("kernel-default", "kernel-6.1"):
            path = f"{LINUX_PATH}/al2023-ami-{alias}-{architecture}"
            yield Image(
                _id(region, name), name, architecture, "137112412989", about, path
            )


def find(region: str, image_id: str) -> Image | None:
    """A public image by its id."""
    return next((image for image in images(region) if image.id == image_id), None)


def node_image(region: str, version: str, architecture: str = "x86_64") -> Image:
    """The EKS node image of a Kubernetes version."""
    return next(
        image
        for image in images(region)
        if image.version == version and image.architecture == architecture
    )


@cache
def parameters(region: str) -> Mapping[str, str]:
    """The public SSM parameters that name the images, by path."""
    found = {}
    for image in images(region):
        if not image.release:
            found[image.parameter] = image.id
            continue
        found[f"{image.parameter}/image_id"] = image.id
        found[f"{image.parameter}/image_name"] = image.name
        found[f"{image.parameter}/release_version"] = image.release
    return found
