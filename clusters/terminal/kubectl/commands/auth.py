"""kubectl auth: who you are, and what you may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clusters.terminal.kubectl import go_words, outputs, printers, resources
from clusters.terminal.kubectl import help as told
from clusters.terminal.kubectl.changing import FORMATS
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command, commands
from clusters.terminal.kubectl.errors import NOT_HERE, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.rules import TITLES, compact
from clusters.terminal.kubectl.usage import usage_error
from clusters.terminal.program import Err, Exit

REVIEWS = "/apis/authorization.k8s.io/v1/{}"
WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
VERBS = frozenset(
    (
        "get", "list", "watch", "create", "update", "patch", "delete",
        "deletecollection", "use", "bind", "impersonate", "*", "approve", "sign",
        "escalate", "attest",
    )
)  # fmt: skip
URL_VERBS = frozenset(("get", "put", "post", "head", "options", "delete", "patch", "*"))
NO_KIND = ("users", "groups")
"""What may be impersonated, and is no resource of any server."""
TWO = (
    "you must specify two arguments: verb resource or verb resource/resourceName.\n"
    "See 'kubectl auth can-i -h' for help and examples."
)
LIST_ALONE = (
    "list option can't be specified with neither quiet, all-namespaces nor subresource "
    "options"
)


@command("auth", "See who you are and what you may do")
def auth(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise usage_error(kubectl, f'unknown command "{kubectl.args[0]}"')
    yield Err(told.of(commands["auth"]))
    raise Exit(1)


@command(
    "auth can-i",
    "Ask whether something is allowed",
    Flag("all-namespaces", "A", kind="bool", help="In all namespaces"),
    Flag("quiet", "q", kind="bool", help="Answer with the exit code only"),
    Flag("subresource", help="As `log` of pods"),
    Flag("list", kind="bool", help="All that is allowed in the namespace"),
    Flag("no-headers", kind="bool", help="Without the line of headings"),
    usage="auth can-i (VERB TYPE[/NAME] | VERB /URL | --list)",
    examples=(
        "kubectl auth can-i create deployments",
        "kubectl auth can-i get pods/log --as=jane",
        "kubectl auth can-i --list",
    ),
    completes="verb",
)
def can_i(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.flags["list"]:
        yield from _everything(kubectl)
        return
    if len(kubectl.args) != len(("verb", "resource")):
        raise KubectlError(TWO)
    verb, what = kubectl.args
    if what.startswith("/"):
        known, asked = (
            URL_VERBS,
            {"nonResourceAttributes": {"verb": verb, "path": what}},
        )
        if kubectl.flags["subresource"]:
            raise KubectlError("--subresource can not be used with NonResourceURL")
    else:
        attributes, warnings = _resource(kubectl, verb, what)
        yield from warnings
        known, asked = VERBS, {"resourceAttributes": attributes}
    if verb not in known:
        yield _warning(f"verb '{verb}' is not a known verb")
    if kubectl.flags["no-headers"]:
        raise KubectlError("--no-headers cannot be set without --list specified")
    yield from _answered(kubectl, asked)


def _answered(kubectl: Kubectl, asked: Doc) -> Iterator[str]:
    body = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": asked,
    }
    path = REVIEWS.format("selfsubjectaccessreviews")
    status = kubectl.client.ask("POST", path, body).get("status") or {}
    reasons = [status[n] for n in ("reason", "evaluationError") if status.get(n)]
    allowed = bool(status.get("allowed"))
    if not kubectl.flags["quiet"]:
        yield "yes\n" if allowed else " - ".join(["no", *reasons]) + "\n"
    if not allowed:
        raise Exit(1)


def _resource(kubectl: Kubectl, verb: str, what: str) -> tuple[Doc, list[Err]]:
    """The attributes of `pods/web`, and what there is to warn of."""
    word, _, name = what.partition("/")
    attributes: dict[str, Any] = {
        "namespace": "" if kubectl.flags["all-namespaces"] else kubectl.namespace,
        "verb": verb,
        "resource": word,
        "subresource": kubectl.flags["subresource"],
        "name": name,
    }
    if word == "*":
        return attributes, []
    found = resources.find(kubectl.client, word)
    if found is None and word in NO_KIND:
        return attributes, []
    if found is None:
        kind, _, group = word.lower().partition(".")
        where = f" in group '{group}'" if group else ""
        text = f"the server doesn't have a resource type '{kind}'{where}"
        return attributes, [_warning(text)]
    attributes |= {"group": found.group, "resource": found.name}
    if found.namespaced or kubectl.flags["all-namespaces"]:
        return attributes, []
    where = f" in group '{found.group}'" if found.group else ""
    text = f"resource '{found.name}' is not namespace scoped{where}"
    return attributes, [_warning(text)]


def _warning(text: str) -> Err:
    return Err(f"Warning: {text}\n\n")


def _everything(kubectl: Kubectl) -> Iterator[str]:
    flags = kubectl.flags
    if kubectl.args:
        raise KubectlError("list option must be specified with no arguments")
    if flags["quiet"] or flags["all-namespaces"] or flags["subresource"]:
        raise KubectlError(LIST_ALONE)
    body = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": kubectl.namespace},
    }
    path = REVIEWS.format("selfsubjectrulesreviews")
    status = kubectl.client.ask("POST", path, body)["status"]
    if status.get("incomplete"):
        yield Err(f"warning: the list may be incomplete: {status['evaluationError']}\n")
    allowed = [*status["resourceRules"], *status["nonResourceRules"]]
    head = () if flags["no-headers"] else TITLES
    yield printers.table(head, (rule.cells for rule in compact(allowed)))


@command(
    "auth whoami",
    "Say who you are to the cluster",
    Flag("output", "o", help="json or yaml", known="json yaml"),
    usage="auth whoami",
    examples=("kubectl auth whoami", "kubectl auth whoami -o yaml"),
)
def whoami(kubectl: Kubectl) -> Iterator[str]:
    body = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
    review = kubectl.client.ask("POST", WHO, body)
    user = review["status"]["userInfo"]
    output = kubectl.flags["output"]
    if output == "json":
        yield go_words.as_json(_ordered(review, user), indent=4, in_order=True) + "\n"
    elif output == "name":
        yield "selfsubjectreview.authentication.k8s.io/<unknown>\n"
    elif output:
        yield from outputs.pieces(outputs.needed(kubectl, FORMATS), review)
    else:
        yield printers.table(("ATTRIBUTE", "VALUE"), _attributes(user))


def _ordered(review: Doc, user: Doc) -> Doc:
    """The fields in the order of Go's structs."""
    own = {n: user[n] for n in ("username", "uid", "groups", "extra") if n in user}
    return {
        "kind": review["kind"],
        "apiVersion": review["apiVersion"],
        "metadata": review["metadata"],
        "status": {"userInfo": own},
    }


def _attributes(user: Doc) -> Iterator[tuple[str, str]]:
    for title, name in (("Username", "username"), ("UID", "uid"), ("Groups", "groups")):
        if user.get(name):
            yield title, go_words.printed(user[name])
    for name, values in sorted((user.get("extra") or {}).items()):
        yield f"Extra: {name}", go_words.printed(values)


@command(
    "auth reconcile",
    "Bring roles and bindings up to date with a file",
    Flag("filename", "f", kind="list", help="Files", known="file"),
    usage="auth reconcile -f FILE",
)
def reconcile(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.flags["filename"]:
        raise KubectlError("must specify one of -f and -k")
    raise KubectlError(f"auth reconcile is {NOT_HERE}")
