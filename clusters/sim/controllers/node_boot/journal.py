"""What an instance's journal says while it becomes a node."""

from __future__ import annotations

from clusters.sim.commands import Doc

Line = list[float | str]
RELEASE = "2023.8.20260714"


def booted(now: float, doc: Doc, *, is_node: bool) -> list[Line]:
    """The first lines; the older ones of an earlier boot are kept above them."""
    texts = [
        f"systemd[1]: Booting Amazon Linux {RELEASE} on {doc['InstanceType']}",
        "cloud-init[1701]: Cloud-init v. 22.2.2 running 'init'. Datasource DataSourceEc2.",
    ]
    if is_node:
        texts.append(
            "systemd[1]: Starting nodeadm-config.service - EKS Nodeadm Config..."
        )
        texts.append(
            'nodeadm[1873]: {"level":"info","msg":"Loading configuration..","configSource":["imds://user-data"]}'
        )
    else:
        texts.append("cloud-init[1701]: Unhandled non-multipart userdata starting")
    return [*doc["_"]["journal"], *([now, text] for text in texts)]


def stepped(now: float, step: str, doc: Doc) -> list[Line]:
    texts = {
        "nodeadm-run": [
            "systemd[1]: Finished nodeadm-config.service - EKS Nodeadm Config.",
            "systemd[1]: Starting nodeadm-run.service - EKS Nodeadm Run...",
            'nodeadm[1921]: {"level":"info","msg":"Configuring daemon...","name":"containerd"}',
        ],
        "kubelet": [
            'nodeadm[1921]: {"level":"info","msg":"Ensuring daemon is running..","name":"kubelet"}',
            "systemd[1]: Started kubelet.service - Kubernetes Kubelet.",
        ],
        "joining": [
            f'kubelet[2011]: I "Attempting to register node" node="{doc["PrivateDnsName"]}"',
        ],
    }
    return [[now, text] for text in texts[step]]


def joined(now: float, doc: Doc) -> list[Line]:
    name = doc["PrivateDnsName"]
    text = f'kubelet[2011]: I "Successfully registered node" node="{name}"'
    return [[now, text]]
