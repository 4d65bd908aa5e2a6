"""What the image registries hold: repositories, tags and sizes.

Sizes are what the kubelet reports (compressed, linux/amd64), seen 2026-08; those
that nobody looked up are `model` values. A repository that is not listed here gets
the rules at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

SEEN = "2026-08"


class Repository(NamedTuple):
    """One repository: which tags it has (a pattern), and how large its images are."""

    tags: str
    size: int
    slim: int = 0
    """Size of `alpine` and `slim` variants, where they exist."""


_NGINX_VERSION = r"1\.(?:[7-9]|1\d|2\d)(?:\.(?:\d|1\d))?"
_EKS_BUILD = r"v\d+\.\d+\.\d+(?:-minimal)?-eksbuild\.\d+"

REPOSITORIES: Mapping[str, Repository] = {
    "docker.io/library/nginx": Repository(
        rf"(?:latest|stable|mainline|perl|1|{_NGINX_VERSION})(?:-(?:alpine(?:-slim)?|perl|bookworm|trixie))?|alpine(?:-slim)?",
        72_080_558,
        20_973_000,
    ),
    "docker.io/library/httpd": Repository(
        r"(?:latest|2|2\.4(?:\.(?:\d|[1-5]\d|6[0-6]))?)(?:-(?:alpine|bookworm|trixie))?|alpine",
        45_201_344,
        20_480_000,
    ),
    "docker.io/library/busybox": Repository(
        r"(?:latest|stable|unstable|1|1\.(?:2[1-9]|3[0-7])(?:\.\d)?)(?:-(?:glibc|musl|uclibc))?|glibc|musl|uclibc",
        2_224_229,
    ),
    "registry.k8s.io/e2e-test-images/busybox": Repository(
        r"1\.29-[1-4]|1\.36\.1-1", 2_220_000
    ),
    "registry.k8s.io/busybox": Repository(r"latest|1\.2[47](?:\.\d)?", 1_144_547),
    "registry.k8s.io/pause": Repository(r"latest|[1-3]\.\d{1,2}(?:\.\d)?", 318_731),
    "registry.k8s.io/e2e-test-images/agnhost": Repository(r"2\.\d{1,2}", 51_000_000),
    "gcr.io/google-samples/hello-app": Repository(r"latest|[12]\.0", 13_745_365),
    "us-docker.pkg.dev/google-samples/containers/gke/hello-app": Repository(
        r"latest|[12]\.0", 13_745_365
    ),
    "public.ecr.aws/nginx/nginx": Repository(
        rf"(?:latest|stable|mainline|1|{_NGINX_VERSION})(?:-(?:alpine|perl))?|alpine",
        72_080_558,
        20_973_000,
    ),
    "public.ecr.aws/eks-distro/kubernetes/pause": Repository(
        r"[1-3]\.\d{1,2}|v\d.*", 318_731
    ),
}

ADD_ONS: Mapping[str, Repository] = {
    "eks/amazon-k8s-cni": Repository(_EKS_BUILD, 50_462_000),
    "eks/amazon-k8s-cni-init": Repository(_EKS_BUILD, 62_187_000),
    "amazon-k8s-cni": Repository(_EKS_BUILD, 50_462_000),
    "amazon-k8s-cni-init": Repository(_EKS_BUILD, 62_187_000),
    "amazon/aws-network-policy-agent": Repository(_EKS_BUILD, 41_893_000),
    "eks/aws-network-policy-agent": Repository(_EKS_BUILD, 41_893_000),
    "eks/kube-proxy": Repository(_EKS_BUILD, 30_125_000),
    "eks/coredns": Repository(_EKS_BUILD, 22_340_000),
    "eks/pause": Repository(r"[1-3]\.\d{1,2}", 298_689),
}
"""In AWS's own registries, 602401143452.dkr.ecr.<region>.amazonaws.com and others."""

_OFFICIAL = """
    adminer alpine almalinux amazonlinux archlinux bash busybox caddy cassandra chronograf
    clojure composer consul couchbase couchdb crate dart debian docker drupal eclipse-mosquitto
    eclipse-temurin elasticsearch elixir emqx erlang fedora flink fluentd ghost gcc golang gradle
    groovy haproxy haskell hello-world httpd influxdb jetty joomla jruby julia kapacitor kibana
    kong logstash mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql nats
    neo4j nextcloud nginx node odoo open-liberty openjdk oraclelinux perl php phpmyadmin postgres
    pypy python r-base rabbitmq redis redmine registry rethinkdb rockylinux rocket.chat ruby rust
    sapmachine scratch solr sonarqube spark storm swift swipl telegraf tomcat traefik ubuntu unit
    varnish vault wordpress xwiki yourls znc zookeeper
"""
OFFICIAL = frozenset(_OFFICIAL.split())
"""Docker Hub's official images: a name without a slash that is not here is a typo."""

REGISTRIES = re.compile(
    r"docker\.io|registry\.k8s\.io|k8s\.gcr\.io|(?:[a-z]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev"
    r"|quay\.io|ghcr\.io|public\.ecr\.aws|mcr\.microsoft\.com|nvcr\.io|registry\.gitlab\.com"
    r"|docker\.elastic\.co|\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com"
)
"""Hosts that answer as a registry. Any other name has no address."""

_LIKELY_TAG = re.compile(
    r".*\d.*|latest|stable|main|master|edge|nightly|alpine|slim|lts|mainline|perl|fpm|apache|release"
)
UNLISTED_SIZE = 54_321_000
SLIM = ("alpine", "slim", "musl")


def repository(host: str, path: str) -> Repository | None:
    """The repository, or None where the registry has none of that name."""
    known = REPOSITORIES.get(f"{host}/{path}")
    if known is None and host == "public.ecr.aws":
        hub = path.removeprefix("docker/library/")
        known = REPOSITORIES.get(f"docker.io/library/{hub}") if hub != path else None
    if known is not None:
        return known
    if ".dkr.ecr." in host:
        return ADD_ONS.get(path)
    name = path.removeprefix("library/")
    if host == "docker.io" and name != path and name not in OFFICIAL:
        return None
    return Repository(_LIKELY_TAG.pattern, UNLISTED_SIZE)


def size(found: Repository, tag: str) -> int | None:
    """The size of an image, or None where the repository has no such tag."""
    if tag and not re.fullmatch(found.tags, tag):
        return None
    slim = found.slim and any(word in tag for word in SLIM)
    return found.slim if slim else found.size
