"""Containers, as Pods and Pod templates tell of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias
from urllib.parse import quote

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe.environment import environment, sources
from clusters.terminal.kubectl.describe.wording import moment
from clusters.terminal.kubectl.go_words import printed

NONE = "<none>"
PROBES = (
    ("Liveness", "livenessProbe"),
    ("Readiness", "readinessProbe"),
    ("Startup", "startupProbe"),
)
Resolve: TypeAlias = Callable[[Doc], str]


def containers(
    title: str,
    planned: Iterable[Doc] | None,
    *,
    statuses: Iterable[Doc] | None = None,
    resolve: Resolve | None = None,
    space: str = "",
) -> Iterator[str]:
    """Each container; with its status where there is one."""
    listed = list(planned or ())
    states = {one["name"]: one for one in statuses or ()}
    yield f"{space}{title}:{'' if listed else ' ' + NONE}\n"
    for one in listed:
        yield f"  {' ' if space else ''}{one['name']}:\n"
        yield from _container(one, states.get(one["name"]), resolve)


def _container(one: Doc, status: Doc | None, resolve: Resolve | None) -> Iterator[str]:
    yield from _basic(one, status)
    yield from _words("Command", one.get("command"))
    yield from _words("Args", one.get("args"))
    if status is not None:
        yield from _state(status)
    yield from resources(one.get("resources") or {})
    for name, field in PROBES:
        if one.get(field):
            yield f"    {name}:\t{probe(one[field])}\n"
    yield from sources(one)
    yield from environment(one, resolve)
    yield from _mounts(one)


def _basic(one: Doc, status: Doc | None) -> Iterator[str]:
    if status is not None:
        yield f"    Container ID:\t{status.get('containerID', '')}\n"
    yield f"    Image:\t{one.get('image', '')}\n"
    if status is not None:
        yield f"    Image ID:\t{status.get('imageID', '')}\n"
    for title, field in (("Port", "containerPort"), ("Host Port", "hostPort")):
        text = ", ".join(
            f"{port.get(field, 0)}/{port.get('protocol', 'TCP')}"
            for port in one.get("ports") or ()
        )
        yield f"    {title}{'s' if ',' in text else ''}:\t{text or NONE}\n"
    profile = (one.get("securityContext") or {}).get("seccompProfile")
    if profile:
        yield f"    SeccompProfile:\t{profile.get('type', '')}\n"
        if profile.get("type") == "Localhost":
            yield f"      LocalhostProfile:\t{profile.get('localhostProfile', '')}\n"


def _words(title: str, words: list[str] | None) -> Iterator[str]:
    if words:
        yield f"    {title}:\n"
        for word in words:
            for line in word.split("\n"):
                yield f"      {line}\n"


def _state(status: Doc) -> Iterator[str]:
    yield from _run("State", status.get("state") or {})
    if (status.get("lastState") or {}).get("terminated"):
        yield from _run("Last State", status["lastState"])
    yield f"    Ready:\t{bool(status.get('ready'))}\n"
    yield f"    Restart Count:\t{status.get('restartCount', 0)}\n"


def _run(title: str, state: Doc) -> Iterator[str]:
    if "running" in state:
        yield f"    {title}:\tRunning\n"
        yield f"      Started:\t{moment(state['running'].get('startedAt'))}\n"
    elif "terminated" in state:
        ended = state["terminated"]
        yield f"    {title}:\tTerminated\n"
        for name in ("reason", "message"):
            if ended.get(name):
                yield f"      {name.title()}:\t{ended[name]}\n"
        yield f"      Exit Code:\t{ended.get('exitCode', 0)}\n"
        if ended.get("signal"):
            yield f"      Signal:\t{ended['signal']}\n"
        yield f"      Started:\t{moment(ended.get('startedAt'))}\n"
        yield f"      Finished:\t{moment(ended.get('finishedAt'))}\n"
    else:
        yield f"    {title}:\tWaiting\n"
        if (state.get("waiting") or {}).get("reason"):
            yield f"      Reason:\t{state['waiting']['reason']}\n"


def resources(wanted: Doc, space: str = "    ") -> Iterator[str]:
    """Limits and requests."""
    for title in ("Limits", "Requests"):
        amounts = wanted.get(title.lower()) or {}
        if amounts:
            yield f"{space}{title}:\n"
        for name in sorted(amounts):
            yield f"{space}  {name}:\t{amounts[name]}\n"


def probe(one: Doc) -> str:
    """A probe in one line."""
    times = (
        f"delay={one.get('initialDelaySeconds', 0)}s timeout={one.get('timeoutSeconds', 0)}s "
        f"period={one.get('periodSeconds', 0)}s #success={one.get('successThreshold', 0)} "
        f"#failure={one.get('failureThreshold', 0)}"
    )
    if one.get("exec"):
        return f"exec {printed(one['exec'].get('command') or [])} {times}"
    if one.get("httpGet"):
        return f"http-get {_url(one['httpGet'])} {times}"
    if one.get("tcpSocket"):
        asked = one["tcpSocket"]
        return f"tcp-socket {asked.get('host', '')}:{asked['port']} {times}"
    if one.get("grpc"):
        asked = one["grpc"]
        return f"grpc <pod>:{asked['port']} {asked.get('service') or ''} {times}"
    return f"unknown {times}"


def _url(asked: Doc) -> str:
    host = asked.get("host", "")
    host = f"[{host}]" if ":" in host else host
    path = quote(asked.get("path", ""), safe="$&+,/:;=@~")
    slash = "" if not path or path.startswith("/") else "/"
    scheme = asked.get("scheme", "").lower()
    return f"{scheme}://{host}:{asked['port']}{slash}{path}"


def _mounts(one: Doc) -> Iterator[str]:
    mounts = sorted(one.get("volumeMounts") or (), key=lambda m: m["mountPath"])
    yield "    Mounts:\n" if mounts else f"    Mounts:\t{NONE}\n"
    for mount in mounts:
        flags = ["ro" if mount.get("readOnly") else "rw"]
        if mount.get("subPath"):
            flags.append(f'path="{mount["subPath"]}"')
        yield f"      {mount['mountPath']} from {mount['name']} ({','.join(flags)})\n"
    devices = sorted(one.get("volumeDevices") or (), key=lambda d: d["devicePath"])
    if devices:
        yield "    Devices:\n"
    for device in devices:
        yield f"      {device['devicePath']} from {device['name']}\n"
