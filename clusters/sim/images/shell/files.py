"""What stands in every container's /etc, whatever its image."""

from __future__ import annotations

from clusters.sim.images.process import Start

HOSTS = """\
# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
{address}\t{hostname}
"""
"""What the kubelet writes, and mounts into each container of a Pod."""


def of_container(start: Start) -> dict[str, str]:
    """The files that a node makes for a container that has a name."""
    if not start.hostname:
        return {}
    files = {"/etc/hostname": f"{start.hostname}\n"}
    if start.address:
        files["/etc/hosts"] = HOSTS.format(
            address=start.address, hostname=start.hostname
        )
    return files
