"""A container's environment and command line, from what its Pod refers to."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.images.image import Image
from clusters.sim.world import Key

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_REFERENCE = re.compile(r"\$(\$|\(([A-Za-z_][A-Za-z0-9_.-]*)\))")


class ConfigError(Exception):
    """What keeps a container from being created, in the kubelet's words."""


def environment(work: Work, container: Doc, image: Image) -> dict[str, str]:
    """The variables of a container. Raises ConfigError."""
    env = {"PATH": PATH, "HOSTNAME": _hostname(work), "HOME": "/root", **image.env}
    for source in container.get("envFrom") or ():
        prefix = source.get("prefix", "")
        held = _whole(work, source)
        env.update({f"{prefix}{name}": value for name, value in held.items()})
    for item in container.get("env") or ():
        value = _value(work, item)
        if value is not None:
            env[item["name"]] = expanded(value, env) if "value" in item else value
    return env


def command_line(
    container: Doc, image: Image, env: Mapping[str, str]
) -> tuple[str, ...]:
    """`command` replaces the entrypoint and drops CMD; `args` replaces CMD."""
    command, args = container.get("command"), container.get("args")
    tail = args if args is not None else ([] if command else image.command)
    line = [*(command or image.entrypoint), *tail]
    return tuple(expanded(part, env) for part in line)


def check_user(work: Work, container: Doc, image: Image) -> None:
    """runAsNonRoot. Raises ConfigError."""
    context = {
        **(work.spec.get("securityContext") or {}),
        **(container.get("securityContext") or {}),
    }
    if not context.get("runAsNonRoot"):
        return
    place = f'(pod: "{work.full_name}", container: {container["name"]})'
    user = context.get("runAsUser")
    if user == 0:
        raise ConfigError(f"container's runAsUser breaks non-root policy {place}")
    if user is None and image.modelled:
        if image.user in {"", "0", "root"}:
            raise ConfigError(
                f"container has runAsNonRoot and image will run as root {place}"
            )
        if not image.user.isdigit():
            told = f"image has non-numeric user ({image.user}), cannot verify user is non-root"
            raise ConfigError(f"container has runAsNonRoot and {told} {place}")


def expanded(text: str, env: Mapping[str, str]) -> str:
    """`$(NAME)` becomes its value where it is known; `$$` is a dollar."""

    def put(match: re.Match[str]) -> str:
        if match[1] == "$":
            return "$"
        return env.get(match[2], match[0])

    return _REFERENCE.sub(put, text)


def _hostname(work: Work) -> str:
    if work.spec.get("hostNetwork"):
        return work.node_name
    name: str = work.spec.get("hostname") or work.body["metadata"]["name"]
    return name


def _value(work: Work, item: Doc) -> str | None:
    source = item.get("valueFrom")
    if not source:
        return str(item.get("value", ""))
    for name, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
        if source.get(name):
            return _key(work, kind, source[name])
    if source.get("fieldRef"):
        return _field(work, source["fieldRef"]["fieldPath"])
    return ""


def _key(work: Work, kind: str, ref: Doc) -> str | None:
    name, optional = ref.get("name", ""), bool(ref.get("optional"))
    held = _held(work, kind, name, optional=optional)
    if held is None:
        return None
    if ref["key"] not in held:
        if optional:
            return None
        place = f"{work.body['metadata']['namespace']}/{name}"
        raise ConfigError(f"couldn't find key {ref['key']} in {kind} {place}")
    return held[ref["key"]]


def _whole(work: Work, source: Doc) -> dict[str, str]:
    for name, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
        ref = source.get(name)
        if ref:
            optional = bool(ref.get("optional"))
            return _held(work, kind, ref.get("name", ""), optional=optional) or {}
    return {}


def _held(work: Work, kind: str, name: str, *, optional: bool) -> dict[str, str] | None:
    found = work.tx.find(Key(f"k8s.{kind}", work.key.scope, name))
    if found is None:
        if optional:
            return None
        raise ConfigError(f'{kind.lower()} "{name}" not found')
    data: dict[str, str] = found.get("data") or {}
    return {k: _decoded(v) for k, v in data.items()} if kind == "Secret" else dict(data)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _field(work: Work, path: str) -> str:
    """The downward API."""
    found = re.fullmatch(r"metadata\.(labels|annotations)\['(.+)'\]", path)
    if found:
        return str((work.body["metadata"].get(found[1]) or {}).get(found[2], ""))
    value: Any = work.body
    for part in path.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return str(value)
