"""kubectl create role, rolebinding, clusterrole and clusterrolebinding."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import generating, resources
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag

API = "rbac.authorization.k8s.io"
VERBS = Flag("verb", kind="list", help="get,list,watch,create,update,patch,delete or *")
RESOURCES = Flag("resource", kind="list", help="pods,deployments.apps,pods/log")
NAMES = Flag("resource-name", kind="array", help="Only objects of this name")
ROLE = Flag("role", help="The Role to give")
CLUSTER_ROLE = Flag("clusterrole", help="The ClusterRole to give")
WHO = (
    Flag("user", kind="array", help="Users who get it"),
    Flag("group", kind="array", help="Groups who get it"),
    Flag("serviceaccount", kind="array", help="NAMESPACE:NAME who gets it"),
)
KNOWN = (
    "get", "delete", "list", "create", "update", "patch", "watch", "proxy", "redirect",
    "deletecollection", "use", "bind", "escalate", "impersonate", "approve", "sign", "attest",
)  # fmt: skip


@command(
    "create role",
    "Create a Role: rights in one namespace",
    *generating.FLAGS,
    VERBS,
    RESOURCES,
    NAMES,
    usage="create role NAME --verb=VERB --resource=RESOURCE",
    examples=("kubectl create role reader --verb=get,list --resource=pods",),
)
def role(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    rest = {"rules": _rules(kubectl)}
    yield from generating.made(kubectl, f"{API}/v1", "Role", name, rest)


@command(
    "create clusterrole",
    "Create a ClusterRole: rights in all namespaces, or in those it is bound in",
    *generating.FLAGS,
    VERBS,
    RESOURCES,
    NAMES,
    Flag("non-resource-url", kind="list", help="Paths such as /healthz"),
    Flag("aggregation-rule", help="Labels of the roles that it is made of"),
    usage="create clusterrole NAME --verb=VERB --resource=RESOURCE",
    examples=("kubectl create clusterrole reader --verb=get,list --resource=nodes",),
)
def clusterrole(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    urls = kubectl.flags["non-resource-url"]
    aggregated = kubectl.flags["aggregation-rule"]
    if aggregated:
        labels = dict(part.partition("=")[::2] for part in aggregated.split(","))
        selectors = [{"matchLabels": labels}]
        rest: Doc = {
            "aggregationRule": {"clusterRoleSelectors": selectors},
            "rules": None,
        }
    elif urls:
        rest = {"rules": [{"verbs": _verbs(kubectl), "nonResourceURLs": urls}]}
    else:
        rest = {"rules": _rules(kubectl)}
    yield from generating.made(kubectl, f"{API}/v1", "ClusterRole", name, rest)


def _verbs(kubectl: Kubectl) -> list[str]:
    verbs = list(dict.fromkeys(kubectl.flags["verb"]))
    if not verbs:
        raise KubectlError("at least one verb must be specified")
    if "*" in verbs:
        return ["*"]
    for verb in verbs:
        if verb not in KNOWN:
            kubectl.client.warnings.append(f"'{verb}' is not a standard resource verb")
    return verbs


def _rules(kubectl: Kubectl) -> list[Doc]:
    verbs = _verbs(kubectl)
    words = kubectl.flags["resource"]
    if not words:
        raise KubectlError("at least one resource must be specified")
    groups: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        group, name = _resource(kubectl, word)
        groups.setdefault(group, []).append(name)
    names = kubectl.flags["resource-name"]
    if names and sum(len(found) for found in groups.values()) > 1:
        raise KubectlError("resourceName can not be applied to multiple resources")
    return [
        {
            "apiGroups": [group],
            "resources": found,
            **({"resourceNames": names} if names else {}),
            "verbs": verbs,
        }
        for group, found in groups.items()
    ]


def _resource(kubectl: Kubectl, word: str) -> tuple[str, str]:
    """The group and the name (with subresource) of what a rule is about."""
    named, slash, below = word.partition("/")
    if named == "*":
        return "", "*" + slash + below
    found = resources.find(kubectl.client, named)
    if found is None:
        text = f'the server doesn\'t have a resource type "{named}"'
        raise KubectlError(text, plain=True)
    return found.group, found.name + slash + below


@command(
    "create rolebinding",
    "Give a Role, or a ClusterRole in one namespace, to somebody",
    *generating.FLAGS,
    ROLE,
    CLUSTER_ROLE,
    *WHO,
    usage="create rolebinding NAME --role=NAME --user=USER",
    examples=("kubectl create rolebinding jane --clusterrole=view --user=jane",),
)
def rolebinding(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    own, whole = kubectl.flags["role"], kubectl.flags["clusterrole"]
    if bool(own) == bool(whole):
        raise KubectlError("exactly one of clusterrole or role must be specified")
    kind, given = ("Role", own) if own else ("ClusterRole", whole)
    rest = _bound(kubectl, kind, given)
    yield from generating.made(kubectl, f"{API}/v1", "RoleBinding", name, rest)


@command(
    "create clusterrolebinding",
    "Give a ClusterRole in all namespaces to somebody",
    *generating.FLAGS,
    CLUSTER_ROLE,
    *WHO,
    usage="create clusterrolebinding NAME --clusterrole=NAME --user=USER",
    examples=("kubectl create clusterrolebinding jane --clusterrole=view --user=jane",),
)
def clusterrolebinding(kubectl: Kubectl) -> Iterator[str]:
    generating.required(kubectl, "clusterrole")
    name = generating.name_of(kubectl)
    rest = _bound(kubectl, "ClusterRole", kubectl.flags["clusterrole"])
    yield from generating.made(kubectl, f"{API}/v1", "ClusterRoleBinding", name, rest)


def _bound(kubectl: Kubectl, kind: str, name: str) -> Doc:
    subjects = [
        {"apiGroup": API, "kind": word, "name": who}
        for word, flag in (("User", "user"), ("Group", "group"))
        for who in kubectl.flags[flag]
    ]
    for account in kubectl.flags["serviceaccount"]:
        space, colon, own = account.partition(":")
        if not colon or not space or not own:
            raise KubectlError("serviceaccount must be <namespace>:<name>")
        subjects.append({"kind": "ServiceAccount", "name": own, "namespace": space})
    reference = {"apiGroup": API, "kind": kind, "name": name}
    return {"roleRef": reference, **({"subjects": subjects} if subjects else {})}
