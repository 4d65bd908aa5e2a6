"""kubectl exec: a command in a container, as far as the simulated images go."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.images import shell
from clusters.terminal.kubectl import inside, pods
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.usage import usage_error
from clusters.terminal.program import Err

REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
SHELLS = ("sh", "bash", "ash", "dash", "zsh")
OVER = ("Succeeded", "Failed")
FAILING = "cannot attach to *{}.{}: "
INTERACTIVE = (
    "a shell to type in is not in this terminal; run one command after the other:\n"
    "  kubectl exec {pod} -- ls /etc\n"
    "  kubectl exec {pod} -- sh -c 'env; cat /etc/resolv.conf'\n"
    "The simulated images know {known}. From your own computer a shell works: see "
    "Connect."
)
KNOWN = "cat, ls, env, echo, hostname, date, grep, head, tail, wc, and sh -c with them"


@command(
    "exec",
    "Run a command in a container",
    Flag("container", "c", help="In this container"),
    Flag("stdin", "i", kind="bool", help="Give it what is piped in"),
    Flag("tty", "t", kind="bool", help="With a terminal"),
    Flag("quiet", "q", kind="bool", help="Print only what the command prints"),
    Flag("pod-running-timeout", kind="duration", default=60.0, help="Wait for a Pod"),
    Flag("filename", "f", kind="list", help="The object of a file", known="file"),
    usage="exec (POD | TYPE/NAME) [-c CONTAINER] -- COMMAND [ARG ...]",
    examples=(
        "kubectl exec web-1 -- env",
        "kubectl exec deploy/web -- sh -c 'cat /etc/hosts'",
    ),
    completes="pod",
)
def execute(kubectl: Kubectl) -> Iterator[str]:
    before = len(kubectl.args) if kubectl.dash is None else kubectl.dash
    words = kubectl.args[before:]
    if not before and not kubectl.flags["filename"]:
        raise KubectlError("pod, type/name or --filename must be specified")
    if kubectl.dash is None and before > 1:
        raise usage_error(
            kubectl,
            "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] "
            "instead",
        )
    if not words:
        raise KubectlError("you must specify at least one command for the container")
    pod = _pod(kubectl)
    if pod["status"].get("phase") in OVER:
        raise KubectlError(
            "cannot exec into a container in a completed pod; current phase is "
            f"{pod['status']['phase']}"
        )
    notes: list[str] = []
    name = _container(kubectl, pod, notes)
    yield from map(Err, notes)
    _check_allowed(kubectl, pod)
    _check_shell(pod, words)
    if kubectl.flags["stdin"] and kubectl.call.typed():
        raise KubectlError("what is piped in is not passed on in this terminal yet")
    yield from inside.ran(kubectl, pod, name, words)


def _pod(kubectl: Kubectl) -> Doc:
    files = kubectl.flags["filename"]
    info = pods.meant(kubectl, kubectl.args[0] if not files else "")
    if info.resource.full == "pods":
        return info.body or {}
    failing = FAILING.format(info.resource.version, info.resource.kind)
    wait = kubectl.flags["pod-running-timeout"]
    return min(pods.waited(kubectl, info, wait, failing=failing), key=pods.active)


def _container(kubectl: Kubectl, pod: Doc, notes: list[str]) -> str:
    warn = None if kubectl.flags["quiet"] else notes.append
    try:
        return pods.container(pod, kubectl.flags["container"], warn)
    except KubectlError as error:
        status = {"reason": "BadRequest", "message": str(error), "code": 400}
        raise ApiError(status) from error


def _check_allowed(kubectl: Kubectl, pod: Doc) -> None:
    """Only who may create `pods/exec` gets in. Raises ApiError."""
    meta = pod["metadata"]
    asked = {
        "verb": "create",
        "resource": "pods",
        "subresource": "exec",
        "name": meta["name"],
        "namespace": meta["namespace"],
    }
    body = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": asked},
    }
    if kubectl.client.ask("POST", REVIEW, body)["status"].get("allowed"):
        return
    body = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
    user = kubectl.client.ask("POST", WHO, body)["status"]["userInfo"]["username"]
    text = (
        f'pods "{meta["name"]}" is forbidden: User "{user}" cannot create resource '
        f'"pods/exec" in API group "" in the namespace "{meta["namespace"]}"'
    )
    raise ApiError({"reason": "Forbidden", "message": text, "code": 403})


def _check_shell(pod: Doc, words: list[str]) -> None:
    """A shell that is to read what is typed has nobody who types."""
    name = shell.bare(words[0])
    if name in SHELLS and not any(
        word.startswith("-") and "c" in word for word in words
    ):
        told = INTERACTIVE.format(pod=pod["metadata"]["name"], known=KNOWN)
        raise KubectlError(told)
