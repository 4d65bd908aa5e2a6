"""Pulling an image: what the registry answers, how long it takes, what is kept."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from clusters.sim.catalog import images as registry
from clusters.sim.catalog.timings import kube as timings
from clusters.sim.controllers.kubelet import permissions
from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.images.reference import Reference
from clusters.sim.kube.workloads import machines
from clusters.sim.network import reachability
from clusters.sim.world import Document, Key

ECR = ".dkr.ecr."
DENIED = (
    "pull access denied, repository does not exist or may require authorization: "
    "server message: insufficient_scope: authorization failed"
)
HUB_SERVER = "registry-1.docker.io"


class Pull(NamedTuple):
    """How a pull goes: seconds, then the image's size, or the error."""

    seconds: float
    size: int = 0
    error: str = ""


def images_key(cluster: str, node: str) -> Key:
    """The document of what a node's container runtime has pulled."""
    return Key("cri.Images", cluster, node)


def present(work: Work, ref: Reference) -> Document | None:
    """The node's image store, when the image is in it."""
    store = work.tx.find(images_key(work.cluster, work.node_name))
    return store if store is not None and ref.full in store["images"] else None


def keep(work: Work, ref: Reference, size: int) -> None:
    """Put a pulled image into the node's store."""
    key = images_key(work.cluster, work.node_name)
    store = work.tx.find(key)
    images = {**(store["images"] if store else {}), ref.full: {"size": size}}
    work.tx.put(key, {"images": images})


def digest(ref: Reference) -> str:
    """The repository digest of an image, as the runtime reports it."""
    told = ref.digest or f"sha256:{hashlib.sha256(ref.full.encode()).hexdigest()}"
    return f"{ref.repository}@{told}"


def pull(work: Work, ref: Reference) -> Pull:
    """What a pull that starts now will come to."""
    refused = timings.IMAGE_REFUSED.seconds
    if not registry.REGISTRIES.fullmatch(ref.host):
        lookup = f"dial tcp: lookup {ref.host} on 169.254.169.253:53: no such host"
        return Pull(
            refused,
            error=_unresolved(
                ref, f'failed to do request: Head "{_url(ref)}": {lookup}'
            ),
        )
    instance = machines.instance_key(work.tx, work.cluster, work.node)
    if instance is None or not reachability.to_internet(work.tx, instance).ok:
        timeout = f"dial tcp {_address(ref)}:443: i/o timeout"
        error = _unresolved(ref, f'failed to do request: Head "{_url(ref)}": {timeout}')
        return Pull(timings.IMAGE_DIAL_TIMEOUT.seconds, error=error)
    if ECR in ref.host and not permissions.may(
        work.tx, instance, "ecr:GetAuthorizationToken"
    ):
        status = f"unexpected status from HEAD request to {_url(ref)}: 403 Forbidden"
        return Pull(refused, error=_unresolved(ref, status))
    return _answer(work, ref)


def _answer(work: Work, ref: Reference) -> Pull:
    """What the registry itself says."""
    refused = timings.IMAGE_REFUSED.seconds
    found = registry.repository(ref.host, ref.path)
    if found is None and ref.host == "docker.io":
        return Pull(refused, error=_unresolved(ref, DENIED))
    size = registry.size(found, ref.tag) if found else None
    if size is None:
        lead = "rpc error: code = NotFound desc = "
        return Pull(refused, error=lead + _unresolved(ref, f"{ref.full}: not found"))
    if present(work, ref) is not None:
        return Pull(timings.IMAGE_CACHED.seconds, size)
    rate = timings.IMAGE_BYTES_PER_SECOND.seconds
    return Pull(round(timings.IMAGE_CONNECT.seconds + size / rate, 3), size)


def _unresolved(ref: Reference, why: str) -> str:
    lead = f'failed to pull and unpack image "{ref.full}"'
    return f'{lead}: failed to resolve reference "{ref.full}": {why}'


def _url(ref: Reference) -> str:
    host = HUB_SERVER if ref.host == "docker.io" else ref.host
    return f"https://{host}/v2/{ref.path}/manifests/{ref.tag or ref.digest}"


def _address(ref: Reference) -> str:
    """A public address for the registry's name: the same for the same name."""
    octets = hashlib.sha256(ref.host.encode()).digest()
    return f"52.{octets[0]}.{octets[1]}.{octets[2] or 1}"


def duration(seconds: float) -> str:
    """Seconds as Go writes them to the millisecond: `312ms`, `2.1s`, `1m2.5s`."""
    milliseconds = round(seconds * 1000)
    if seconds < 1:
        return f"{milliseconds}ms"
    minutes, rest = divmod(milliseconds, 60_000)
    text = f"{rest / 1000:.3f}".rstrip("0").rstrip(".") + "s"
    return f"{minutes}m{text}" if minutes else text
