"""The cluster security group: control plane and managed nodes carry it."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource, security_group, security_group_rule
from clusters.sim.aws.ec2.security_group_rule import Rule
from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.tx import Tx
from clusters.sim.world import Key

DESCRIPTION = (
    "EKS created security group applied to ENI that is attached to EKS Control Plane "
    "master nodes, as well as any managed workloads."
)


def create(tx: Tx, cluster: Key) -> str:
    """Make it in the cluster's VPC: all from itself in, all out. Its id."""
    doc = tx.need(cluster)
    name = f"eks-cluster-sg-{cluster.name}-{tx.rng.digits(9)}"
    tags = [
        {"Key": "Name", "Value": name},
        {"Key": f"kubernetes.io/cluster/{cluster.name}", "Value": "owned"},
        {"Key": "aws:eks:cluster-name", "Value": cluster.name},
    ]
    vpc = resource.VPC.key(cluster.scope, doc["resourcesVpcConfig"]["vpcId"])
    made = security_group.create(tx, vpc, name, DESCRIPTION, tags=tags)
    from_itself = Rule("-1", None, None, "UserIdGroupPairs", made.name)
    security_group_rule.grant(tx, made, [from_itself], egress=False)
    return made.name


def delete(tx: Tx, cluster: Key) -> bool:
    """Delete it, unless something still uses it; whether it is gone."""
    group_id = tx.need(cluster)["resourcesVpcConfig"].get("clusterSecurityGroupId")
    key = resource.SECURITY_GROUP.key(cluster.scope, group_id or "")
    if tx.find(key) is None:
        return True
    if security_group.in_use(tx, key):
        return False
    security_group.delete(tx, key)
    return True


def all_groups(tx: Tx, cluster: Key) -> list[str]:
    """What the cross-account interfaces carry: this group and the learner's."""
    config = clusters.vpc_config(tx, cluster)
    own = config.get("clusterSecurityGroupId")
    return [*([own] if own else []), *config["securityGroupIds"]]
