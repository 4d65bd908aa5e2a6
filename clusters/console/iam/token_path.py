"""The way of a kubectl request in, station by station: whose each is, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from clusters import runtime
from clusters.console.iam.access_words import short
from clusters.live.words import MANAGES, PAINT
from clusters.sim.commands import Caller, Doc, User
from clusters.sim.datacenter import control_plane, lifecycle
from clusters.sim.kube import authn, aws_auth, rbac
from clusters.sim.kube.rbac.authorizer import refusal
from clusters.sim.network import reachability
from clusters.sim.world import Key, World

SESSION = "EKSGetTokenAuth"
"""The session name that `aws eks get-token --role-arn` takes."""
ASKED = rbac.Request("list", "", "pods", "", "default")
UNAUTHORIZED = "error: You must be logged in to the server (Unauthorized)"
PASSED, STOPPED, UNREACHED = "ok", "bad", "off"
STATES = {PASSED: "Passed", STOPPED: "Stops here", UNREACHED: "Not reached"}


@dataclass(frozen=True)
class Station:
    """One part of the way: what it does, and what it said to this request."""

    title: str
    paint: str
    manages: str
    does: str
    tone: str
    state: str
    says: str


def callers_here(world: World, account: str, region: str) -> list[Caller]:
    """Everybody who could ask: users by themselves, roles in kubectl's session."""
    found = [
        Caller(account, doc["Arn"], region, doc["UserId"])
        for _, doc in world.list("iam.User")
    ]
    for key, doc in world.list("iam.Role"):
        if not doc["Path"].startswith("/aws-service-role/"):
            arn = f"arn:aws:sts::{account}:assumed-role/{key.name}/{SESSION}"
            unique = f"{doc['RoleId']}:{SESSION}"
            found.append(Caller(account, arn, region, unique))
    return found


def stations(world: World, cluster: Key, caller: Caller) -> list[Station]:
    """The whole way of `kubectl get pods` for a caller, up to where it ends."""
    doc: Doc = world.find(cluster) or {}
    told = [
        (
            "kubectl",
            "you",
            READS,
            "",
            "Reads server, certificate and user from the file.",
        ),
        ("aws eks get-token", "you", SIGNS, "", f"Signs as {caller.arn}. Asks nobody."),
        ("API endpoint", "aws", TAKES, *_endpoint(world, cluster, doc)),
        ("Authenticator and STS", "aws", ASKS, "", _identity(caller)),
        ("Access entry", "you", MAPS, *_mapping(world, cluster, doc, caller)),
        (
            "Access policies and RBAC",
            "you",
            DECIDES,
            *_decision(world, cluster, doc, caller),
        ),
    ]
    out: list[Station] = []
    reached = True
    for title, owner, does, error, says in told:
        tone = UNREACHED if not reached else STOPPED if error else PASSED
        said = (error or says) if reached else ""
        out.append(
            Station(title, PAINT[owner], MANAGES[owner], does, tone, STATES[tone], said)
        )
        reached = reached and not error
    return out


READS = "Your client and your kubeconfig: which server, whose certificate to trust, how to come by a token."
SIGNS = "Signs a link to STS GetCallerIdentity with your AWS keys. The link is the token; it holds 15 minutes and only for this cluster's name."
TAKES = "A load balancer before the API servers, with a certificate that your kubeconfig trusts."
ASKS = "Calls the signed link. STS answers whose signature it is: that proves who you are, not what you may do."
MAPS = "Looks for your principal among access entries, then in aws-auth, as the authentication mode says. You become a Kubernetes user."
NEXT_RIGHTS = (
    "Next: associate an access policy with the entry, or bind a Role to this user."
)
DECIDES = "May this user list pods in default? One access policy or RBAC rule that allows it is enough; nothing denies."


def _endpoint(world: World, cluster: Key, doc: Doc) -> tuple[str, str]:
    """What stops a request on the way to an API server, else where it goes."""
    if not doc or not lifecycle.ended(doc, "endpoint"):
        return "There is no endpoint yet: AWS is still building the cluster.", ""
    if not control_plane.answers(world, doc["_"]["id"]):
        return (
            "Unable to connect to the server: no API server answers. AWS replaces it.",
            "",
        )
    address = runtime.site().endpoint(cluster.scope, doc["_"]["id"])
    way = reachability.laptop_to_api(world, cluster)
    if not way.ok:
        return (
            f"Unable to connect to the server: dial tcp: i/o timeout. {way.reason}",
            "",
        )
    return "", f"{address} answers."


def _identity(caller: Caller) -> str:
    unique = caller.principal_id.partition(":")[0]
    return f"STS: this is {caller.arn}, id {unique}."


def _mapping(world: World, cluster: Key, doc: Doc, caller: Caller) -> tuple[str, str]:
    who = authn.user_for(world, cluster, caller) if doc else None
    if who is not None:
        return "", f"{_by(world, cluster, doc, who)} makes you the user {who.name}."
    return f"{UNAUTHORIZED}. {_why_nobody(world, cluster, doc, caller)}", ""


def _by(world: World, cluster: Key, doc: Doc, who: User) -> str:
    arn = dict(who.extra)["canonicalArn"][0]
    mode = doc["accessConfig"]["authenticationMode"]
    if mode != "CONFIG_MAP" and world.find(_entry_of(world, cluster, arn)):
        return "The access entry"
    if (who.name, who.groups[:1]) == (authn.CREATOR[0], authn.CREATOR[1]):
        return "The creator's hidden mapping"
    return "aws-auth"


def _entry_of(world: World, cluster: Key, arn: str) -> Key:
    """The key of a principal's entry, whose own ARN may have a path."""
    scope = f"{cluster.scope}/{cluster.name}"
    kind, _, name = arn.rpartition(":")[2].partition("/")
    for key, _doc in world.list("eks.AccessEntry", scope):
        theirs = short(key.name)
        if theirs.startswith(f"{kind}/") and theirs.rpartition("/")[2] == name:
            return key
    return Key("eks.AccessEntry", scope, arn)


def _why_nobody(world: World, cluster: Key, doc: Doc, caller: Caller) -> str:
    """Why a principal is nobody here, and what to do about it."""
    if not doc or not lifecycle.ended(doc, "bootstrap"):
        return "The cluster's first objects are not written yet: wait for AWS."
    mode = doc["accessConfig"]["authenticationMode"]
    arn = caller.arn.replace(":sts:", ":iam:").replace(":assumed-role/", ":role/")
    arn = arn.removesuffix(f"/{SESSION}")
    entry = world.find(_entry_of(world, cluster, arn))
    if entry is not None and entry["type"] != "STANDARD" and mode != "CONFIG_MAP":
        return (
            f"Its entry is of type {entry['type']}: for nodes, whose session is named "
            "after an instance. People need an entry of type STANDARD."
        )
    if entry is not None and mode != "CONFIG_MAP":
        return "Its entry belongs to a namesake that was deleted: make the entry anew."
    if mode == "API":
        return f"{short(arn)} has no access entry. Next: create one."
    lines = aws_auth.read(world, doc["_"]["id"]).lines
    if any(
        line.arn.rpartition("/")[2] == arn.lower().rpartition("/")[2] for line in lines
    ):
        return (
            "aws-auth names a like principal, but not this ARN: a role with a path must "
            "be written there without its path."
        )
    return f"Neither an access entry nor aws-auth names {short(arn)}. Next: create an entry."


def _decision(world: World, cluster: Key, doc: Doc, caller: Caller) -> tuple[str, str]:
    who = authn.user_for(world, cluster, caller) if doc else None
    if who is None:
        return "", ""
    decision = rbac.authorize(world, doc["_"]["id"], who, ASKED)
    if decision.allowed:
        return "", decision.reason or "RBAC: allowed to the group system:masters"
    told = refusal(who, ASKED, decision.reason).message
    return f"Error from server (Forbidden): {told}. {NEXT_RIGHTS}", ""
