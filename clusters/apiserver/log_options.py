"""What a request for a container's log asks for."""

from __future__ import annotations

from dataclasses import dataclass

from clusters.apiserver.call import Call
from clusters.callers.wall import now
from clusters.sim.commands import Doc
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.errors import BadRequest, Invalid
from clusters.sim.kube.fields import Problem, forbidden, invalid, unsupported

STREAMS = {"": "", "All": "", "Stdout": "stdout", "Stderr": "stderr"}


@dataclass(frozen=True, slots=True)
class Options:
    """PodLogOptions. `since` is in epoch seconds; `stream` is empty for both."""

    container: str
    follow: bool
    previous: bool
    timestamps: bool
    stream: str
    tail: int | None
    since: float | None
    limit_bytes: int | None


def asked(call: Call, pod: Doc) -> Options:
    """The options in the URL. Refuses what makes no sense."""
    query = call.query
    problems: list[Problem] = []
    tail = _number(call, "tailLines", 0, problems)
    seconds = _number(call, "sinceSeconds", 1, problems)
    limit = _number(call, "limitBytes", 1, problems)
    if seconds is not None and query.get("sinceTime"):
        text = "at most one of `sinceTime` or `sinceSeconds` may be specified"
        problems.append(forbidden("", text))
    stream = query.get("stream", "")
    if stream not in STREAMS:
        problems.append(unsupported("stream", stream, ("All", "Stdout", "Stderr")))
    if problems:
        name = pod["metadata"]["name"]
        raise Invalid("PodLogOptions", name, problems, int(call.version[2:]))
    return Options(
        container=_container(query.get("container", ""), pod),
        follow=call.flag("follow"),
        previous=call.flag("previous"),
        timestamps=call.flag("timestamps"),
        stream=STREAMS[stream],
        tail=tail,
        since=_since(query.get("sinceTime", ""), seconds),
        limit_bytes=limit,
    )


def _number(call: Call, name: str, least: int, problems: list[Problem]) -> int | None:
    text = call.query.get(name, "")
    if not text:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise BadRequest(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    value = int(text)
    if value < least:
        bound = "greater than 0" if least else "greater than or equal to 0"
        problems.append(invalid(name, value, f"must be {bound}"))
    return value


def _since(time: str, seconds: int | None) -> float | None:
    if seconds is not None:
        return now() - seconds
    if not time:
        return None
    try:
        return parsed(time)
    except ValueError as error:
        layout = "2006-01-02T15:04:05Z07:00"
        text = f'parsing time "{time}" as "{layout}": cannot parse "{time}" as "2006"'
        raise BadRequest(text) from error


def _container(name: str, pod: Doc) -> str:
    """The container that is meant: a Pod with several must be told which."""
    spec, pod_name = pod["spec"], pod["metadata"]["name"]
    main = [c["name"] for c in spec["containers"]]
    init = [c["name"] for c in spec.get("initContainers") or ()]
    debug = [c["name"] for c in spec.get("ephemeralContainers") or ()]
    if name:
        if name not in (*main, *init, *debug):
            raise BadRequest(f"container {name} is not valid for pod {pod_name}")
        return name
    if len(main) == 1:
        return str(main[0])
    text = f"a container name must be specified for pod {pod_name}, choose one of: "
    text += f"[{' '.join(main)}]"
    if init:
        text += f" or one of the init containers: [{' '.join(init)}]"
    if debug:
        text += f" or one of the ephemeral containers: [{' '.join(debug)}]"
    raise BadRequest(text)
