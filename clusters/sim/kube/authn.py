"""Who an IAM principal is in a cluster: access entries first, then aws-auth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clusters.sim.catalog import arns
from clusters.sim.catalog.arns import Principal
from clusters.sim.commands import Caller, Doc, User
from clusters.sim.datacenter import lifecycle
from clusters.sim.kube import aws_auth
from clusters.sim.world import Document, Key, Reader, index

ENTRY = "eks.AccessEntry"
API_MODES = ("API", "API_AND_CONFIG_MAP")
CONFIG_MAP_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP")
AUTHENTICATED = "system:authenticated"
CREATOR = ("kubernetes-admin", ("system:masters",))


def _principal(_key: Key, doc: Doc) -> Iterable[str]:
    return (doc["_"]["principal_id"],)


index(ENTRY, "principal", _principal)


def user_for(view: Reader, cluster_key: Key, caller: Caller) -> User | None:
    """The Kubernetes user that a caller is, or None: nobody mapped it."""
    cluster = view.find(cluster_key)
    if cluster is None or not lifecycle.ended(cluster, "bootstrap"):
        return None
    mode = cluster["accessConfig"]["authenticationMode"]
    who = arns.principal(caller.arn)
    if mode in API_MODES:
        entry = _entry(view, cluster_key, caller, who)
        if entry is not None:
            return _by_entry(view, cluster_key, entry, caller, who)
    if mode not in CONFIG_MAP_MODES:
        return None
    if _is_creator(cluster, caller):
        return _user(caller, who, *CREATOR)
    return _by_config_map(view, cluster_key, cluster, caller, who)


def node_user(view: Reader, cluster_key: Key, instance_key: Key) -> User | None:
    """The Kubernetes user that an instance's kubelet is, by the role it carries."""
    caller = node_caller(view, instance_key)
    return user_for(view, cluster_key, caller) if caller else None


def node_caller(view: Reader, instance_key: Key) -> Caller | None:
    """The caller that an instance is: its role, in a session named after it."""
    instance = view.find(instance_key)
    if instance is None:
        return None
    profile_arn = instance.get("IamInstanceProfile", {}).get("Arn", "")
    profile = view.find(Key("iam.InstanceProfile", "", profile_arn.rpartition("/")[2]))
    names = profile["Roles"] if profile else []
    role = view.find(Key("iam.Role", "", names[0])) if names else None
    if role is None:
        return None
    account = role["Arn"].split(":")[4]
    name = instance_key.name
    return Caller(
        account=account,
        arn=f"arn:aws:sts::{account}:assumed-role/{role['RoleName']}/{name}",
        region=instance_key.scope,
        principal_id=f"{role['RoleId']}:{name}",
        source="kubelet",
    )


def _entry(
    view: Reader, cluster_key: Key, caller: Caller, who: Principal
) -> Document | None:
    """The entry of this very principal: a namesake with another id has none."""
    scope = f"{cluster_key.scope}/{cluster_key.name}"
    unique = caller.principal_id.partition(":")[0]
    for found in (unique, ""):
        for key, doc in view.by(ENTRY, "principal", found):
            if key.scope == scope and arns.principal(key.name).arn == who.arn:
                return doc
    return None


def _by_entry(
    view: Reader, cluster_key: Key, entry: Document, caller: Caller, who: Principal
) -> User | None:
    name = _filled(view, cluster_key, entry["username"], caller, who)
    if name is None:
        return None
    policies = tuple(
        (
            policy["policyArn"].rpartition("/")[2],
            tuple(policy["accessScope"]["namespaces"])
            if policy["accessScope"]["type"] == "namespace"
            else (),
        )
        for policy in entry["_"]["policies"]
    )
    return _user(caller, who, name, entry["kubernetesGroups"], policies)


def _by_config_map(
    view: Reader, cluster_key: Key, cluster: Doc, caller: Caller, who: Principal
) -> User | None:
    found = aws_auth.read(view, cluster["_"]["id"])
    for line in found.lines:
        if line.arn == who.arn.lower():
            name = _filled(view, cluster_key, line.username or who.arn, caller, who)
            return None if name is None else _user(caller, who, name, line.groups)
    if who.account in found.accounts:
        return _user(caller, who, who.arn, ())
    return None


def _is_creator(cluster: Doc, caller: Caller) -> bool:
    hidden = cluster["_"]
    unique = caller.principal_id.partition(":")[0]
    return bool(hidden.get("hidden_admin")) and hidden["creator"]["id"] == unique


def _filled(
    view: Reader, cluster_key: Key, template: str, caller: Caller, who: Principal
) -> str | None:
    """A user name with its {{…}} filled in; None when one cannot be."""
    values: Mapping[str, str] = {
        "{{SessionName}}": who.session.replace("@", "-"),
        "{{SessionNameRaw}}": who.session,
        "{{AccountID}}": who.account,
        "{{AccessKeyID}}": caller.access_key_id,
    }
    if "{{EC2PrivateDNSName}}" in template:
        instance = view.find(Key("ec2.Instance", cluster_key.scope, who.session))
        if instance is None or not instance["PrivateDnsName"]:
            return None
        values = {**values, "{{EC2PrivateDNSName}}": instance["PrivateDnsName"]}
    for mark, value in values.items():
        template = template.replace(mark, value)
    return template


def _user(
    caller: Caller,
    who: Principal,
    name: str,
    groups: Iterable[str],
    policies: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> User:
    unique = caller.principal_id.partition(":")[0]
    extra = {
        "accessKeyId": caller.access_key_id,
        "arn": caller.arn,
        "canonicalArn": who.arn,
        "principalId": unique,
        "sessionName": who.session,
        "sigs.k8s.io/aws-iam-authenticator/principalId": unique,
    }
    return User(
        name=name,
        uid=f"aws-iam-authenticator:{who.account}:{unique}",
        groups=(*groups, AUTHENTICATED),
        extra=tuple((key, (value,)) for key, value in extra.items()),
        policies=policies,
    )
