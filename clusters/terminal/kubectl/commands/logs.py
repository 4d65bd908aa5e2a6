"""kubectl logs: what containers have written, and what they go on to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusters.sim.kube.ages import parsed
from clusters.terminal.kubectl import builder, pods, streams
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError, Several
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.usage import usage_error
from clusters.terminal.program import Err
from clusters.terminal.wire import Reply

EXPECTED = (
    "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
    "POD or TYPE/NAME is a required argument for the logs command"
)
WITH_CONTAINER = 2
SELECTED_TAIL = 10
"""So many last lines of each container are shown where a selector chose them."""
ALL = ("initContainers", "containers", "ephemeralContainers")
TOO_MANY = "--all-containers=true should not be specified with container name"
FAILING = "cannot get the logs from *{}.{}: "


@dataclass(frozen=True)
class Source:
    """One container's log."""

    pod: Doc
    container: str

    @property
    def path(self) -> str:
        meta = self.pod["metadata"]
        return f"/api/v1/namespaces/{meta['namespace']}/pods/{meta['name']}/log"

    @property
    def prefix(self) -> str:
        return f"[pod/{self.pod['metadata']['name']}/{self.container}] "


@command(
    "logs",
    "Print what containers have written",
    Flag("follow", "f", kind="bool", help="Go on with what comes"),
    Flag("previous", "p", kind="bool", help="Of the container's run before this one"),
    Flag("container", "c", help="Of this container"),
    Flag("all-containers", kind="bool", help="Of all containers"),
    Flag("all-pods", kind="bool", help="Of all Pods behind an object"),
    Flag("selector", "l", help="Of the Pods with these labels"),
    Flag("tail", kind="int", default=-1, help="So many last lines"),
    Flag("since", kind="duration", help="Not older than this: 5s, 2m, 3h"),
    Flag("since-time", help="Not older than this RFC 3339 time"),
    Flag("timestamps", kind="bool", help="Each line with its time"),
    Flag("prefix", kind="bool", help="Each line with its Pod and container"),
    Flag("limit-bytes", kind="int", help="So many bytes at most"),
    Flag("max-log-requests", kind="int", default=5, help="Logs followed at once"),
    Flag("ignore-errors", kind="bool", help="Go on when one log fails"),
    Flag("pod-running-timeout", kind="duration", default=20.0, help="Wait for a Pod"),
    Flag("insecure-skip-tls-verify-backend", kind="bool", help="Trust any kubelet"),
    usage="logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]",
    examples=("kubectl logs -f deploy/web", "kubectl logs -l app=web --prefix"),
    completes="pod",
)
def logs(kubectl: Kubectl) -> Iterator[str]:
    _check_words(kubectl)
    query = _query(kubectl)
    notes: list[str] = []
    try:
        sources = list(_sources(kubectl, notes))
    except (ApiError, KubectlError):
        yield from map(Err, notes)
        raise
    yield from map(Err, notes)
    if kubectl.flags["follow"] and len(sources) > 1:
        yield from _together(kubectl, sources, query)
        return
    for one in sources:
        prefix = _prefix(kubectl, one)
        try:
            for line in streams.lines(_asked(kubectl, one, query)):
                yield prefix + line
        except ApiError as error:
            if not kubectl.flags["ignore-errors"]:
                raise
            yield f"error: {error.message}\n"


def _check_words(kubectl: Kubectl) -> None:
    count, selected = len(kubectl.args), bool(kubectl.flags["selector"])
    if count > WITH_CONTAINER or (not count and not selected):
        raise usage_error(kubectl, EXPECTED)
    if count and selected:
        raise usage_error(kubectl, "only a selector (-l) or a POD name is allowed")
    if kubectl.flags["pod-running-timeout"] <= 0:
        raise KubectlError("--pod-running-timeout must be higher than zero")


def _container(kubectl: Kubectl) -> str:
    inline = kubectl.args[1:]
    return inline[0] if inline else str(kubectl.flags["container"])


def _query(kubectl: Kubectl) -> dict[str, str]:
    """What the server is asked for besides the container. Raises KubectlError."""
    flags = kubectl.flags
    query = {
        name: "true" for name in ("follow", "previous", "timestamps") if flags[name]
    }
    if flags["since-time"]:
        query["sinceTime"] = _time(flags["since-time"])
    if flags["since"]:
        query["sinceSeconds"] = str(round(flags["since"]))
    if flags["limit-bytes"]:
        query["limitBytes"] = str(flags["limit-bytes"])
    if flags["tail"] >= 0:
        query["tailLines"] = str(flags["tail"])
    elif flags["selector"] and "tail" not in flags:
        query["tailLines"] = str(SELECTED_TAIL)
    return query


def _time(text: str) -> str:
    try:
        parsed(text)
    except ValueError as error:
        layout = "2006-01-02T15:04:05Z07:00"
        raise KubectlError(
            f'parsing time "{text}" as "{layout}": cannot parse "{text}" as "2006"'
        ) from error
    return text


def _check_flags(kubectl: Kubectl) -> None:
    """What does not go together; kubectl says so once it has found the object."""
    flags = kubectl.flags
    wrong = (
        (
            flags["since-time"] and flags["since"],
            "at most one of `sinceTime` or `sinceSeconds` may be specified",
        ),
        (
            flags["all-containers"] and _container(kubectl),
            f"{TOO_MANY} {_container(kubectl)}",
        ),
        (
            flags["container"] and len(kubectl.args) == WITH_CONTAINER,
            "only one of -c or an inline [CONTAINER] arg is allowed",
        ),
        ((flags["limit-bytes"] or 0) < 0, "--limit-bytes must be greater than 0"),
        (flags["tail"] < -1, "--tail must be greater than or equal to -1"),
        ((flags["since"] or 0) < 0, "--since must be greater than 0"),
    )
    for is_so, text in wrong:
        if is_so:
            raise KubectlError(text)


def _sources(kubectl: Kubectl, notes: list[str]) -> Iterator[Source]:
    """The logs that are meant. Raises ApiError, KubectlError."""
    for pod in _pods(kubectl, notes):
        if kubectl.flags["all-containers"]:
            for group in ALL:
                for one in pod["spec"].get(group) or ():
                    yield Source(pod, one["name"])
        else:
            warn = None if kubectl.flags["all-pods"] else notes.append
            yield Source(pod, pods.container(pod, _container(kubectl), warn))


def _pods(kubectl: Kubectl, notes: list[str]) -> list[Doc]:
    if kubectl.flags["selector"]:
        found = builder.infos(kubectl, ["pods"])
        _check_flags(kubectl)
        if not found:
            notes.append(f"No resources found in {kubectl.namespace} namespace.\n")
        return [one.body for one in found if one.body]
    try:
        info = pods.meant(kubectl, kubectl.args[0])
    except ApiError as error:
        raise pods.refused(error, kubectl.namespace) from error
    _check_flags(kubectl)
    if info.resource.full == "pods":
        return [info.body or {}]
    failing = FAILING.format(info.resource.version, info.resource.kind)
    wait = kubectl.flags["pod-running-timeout"]
    behind = pods.waited(kubectl, info, wait, failing=failing)
    if kubectl.flags["all-pods"]:
        return behind
    first = min(behind, key=pods.telling)
    if len(behind) > 1:
        name = first["metadata"]["name"]
        notes.append(f"Found {len(behind)} pods, using pod/{name}\n")
    return [first]


def _prefix(kubectl: Kubectl, source: Source) -> str:
    wanted = kubectl.flags["prefix"] or kubectl.flags["all-pods"]
    return source.prefix if wanted else ""


def _asked(kubectl: Kubectl, source: Source, query: dict[str, str]) -> Reply:
    return kubectl.client.send(
        "GET",
        source.path,
        accept="*/*",
        query={**query, "container": source.container},
    )


def _together(
    kubectl: Kubectl, sources: list[Source], query: dict[str, str]
) -> Iterator[str]:
    """Follow several logs at once."""
    most = kubectl.flags["max-log-requests"]
    if len(sources) > most:
        raise KubectlError(
            f"you are attempting to follow {len(sources)} log streams, but maximum "
            f"allowed concurrency is {most}, use --max-log-requests to increase the limit"
        )
    replies: list[tuple[str, Reply]] = []
    errors: list[ApiError | KubectlError] = []
    for one in sources:
        try:
            replies.append((_prefix(kubectl, one), _asked(kubectl, one, query)))
        except ApiError as error:
            if not kubectl.flags["ignore-errors"]:
                errors.append(error)
                break
            yield f"error: {error.message}\n"
    if errors:
        for _, reply in replies:
            reply.leave()
        raise Several(errors)
    yield from streams.merged(kubectl.session, replies)
