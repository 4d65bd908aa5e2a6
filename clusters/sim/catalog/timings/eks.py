"""How long EKS takes: cluster, node group, healing, deletion.

Totals are the medians of public Terraform and eksctl logs (cluster 503-683 s over
ten samples, node group 88-201 s, cluster delete 69-228 s). AWS does not publish what
happens inside them: the parts are inferred and set so that they add up.
"""

from __future__ import annotations

from clusters.sim.catalog.timings import Timing

LOGS = "public Terraform and eksctl logs"
SEEN = "2026-07"


def _inside(seconds: float, spread: float = 0.1) -> Timing:
    """A part of a published total that AWS itself does not publish."""
    return Timing(seconds, spread, f"inferred from {LOGS}", SEEN, published=False)


# Create a cluster: 600 s in all.
SERVICE_LINKED_ROLE = _inside(5)
CLUSTER_SECURITY_GROUP = _inside(15)
CONTROL_PLANE_VPC = _inside(40)
CERTIFICATES = _inside(20)
ETCD_BOOT = _inside(60, 0.05)
ETCD_JOIN = _inside(20)
ETCD_ELECTION = _inside(2, 0.5)
API_SERVER_BOOT = _inside(70)
API_SERVER_READYZ = _inside(40)
LEASE_TAKE = _inside(4, 0.5)
CROSS_ACCOUNT_INTERFACES = _inside(60)
ENDPOINT = _inside(40)
OIDC_ISSUER = _inside(20)
BOOTSTRAP = _inside(60)
DEFAULT_ADDONS = _inside(40)
HEALTH_GATE = _inside(50)

# Create a managed node group: 120 s in all, the nodes' own boot included.
NODE_ROLE_MAPPING = _inside(5)
INSTANCE_PROFILE = _inside(5)
LAUNCH_TEMPLATE = _inside(10)
AUTO_SCALING_GROUP = _inside(10)
NODES_HEALTH_GATE = _inside(10)
NODES_GIVE_UP = Timing(1330, 0.05, f"failed joins in {LOGS}: 1,260-1,400 s", SEEN)

# A node's own way: kernel and cloud-init up to nodeadm, nodeadm itself, kubelet.
NODEADM_CONFIG = _inside(22, 0.2)
NODEADM_RUN = _inside(8, 0.2)
KUBELET_START = _inside(5, 0.2)
KUBELET_RETRY = _inside(9, 0.3)
CLOUD_NODE_SYNC = _inside(2, 0.5)
CLOUD_NODE_GONE = Timing(
    5, 0, "cloud-controller-manager --node-monitor-period", "2026-07"
)

# Updates of a cluster's or a node group's configuration.
ENDPOINT_UPDATE = _inside(150, 0.2)
LOGGING_UPDATE = _inside(45, 0.2)
ACCESS_UPDATE = _inside(60, 0.2)
SETTING_UPDATE = _inside(20, 0.2)
NODEGROUP_UPDATE = _inside(20, 0.2)

# An add-on that has been asked for.
ADDON_APPLY = Timing(24, 0.3, f"add-on creation in {LOGS}: 14-56 s", SEEN)
ADDON_GIVE_UP = Timing(1050, 0.1, f"coredns without nodes in {LOGS}: 15-20 min", SEEN)

# What the platform repairs.
API_SERVER_NOTICED = _inside(15, 0.3)
API_SERVER_RELAUNCH = _inside(60, 0.1)
API_SERVER_REBOOT = _inside(120, 0.1)
API_SERVER_REJOIN = _inside(60, 0.1)
LEASE_EXPIRY = Timing(
    15, 0.1, "kube-controller-manager --leader-elect-lease-duration", SEEN
)
ETCD_MEMBER_REMOVED = _inside(60, 0.1)
ETCD_MEMBER_RELAUNCH = _inside(120, 0.1)
ETCD_CATCH_UP = _inside(30, 0.2)
ETCD_RESTORE = _inside(900, 0.3)
INTERFACE_REPLACED = _inside(75, 0.2)

# Delete.
NODEGROUP_DRAIN = _inside(90, 0.2)
NODEGROUP_CLEANUP = _inside(40, 0.2)
API_SERVERS_STOP = _inside(30)
INTERFACES_DETACH = _inside(60)
ETCD_DESTROY = _inside(60)
