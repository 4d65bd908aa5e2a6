"""The kubeconfig in the terminal's files: contexts, servers, users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from clusters.sim import safe_yaml
from clusters.terminal.files import HOME, FileError, resolved
from clusters.terminal.kubectl import kubeconfig_shape
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.yaml_out import as_yaml
from clusters.terminal.session import Session

DEFAULT = f"{HOME}/.kube/config"
NO_SERVER = "http://localhost:8080"
"""What kubectl asks when no configuration names a server."""


@dataclass
class Config:
    """A kubeconfig as it stands in its file."""

    path: str
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def current(self) -> str:
        return str(self.body.get("current-context") or "")

    def named(self, section: str, name: str) -> dict[str, Any] | None:
        """What `clusters`, `users` or `contexts` has under a name."""
        for entry in self.body.get(section) or ():
            if entry.get("name") == name:
                return entry.get(section.removesuffix("s")) or {}
        return None

    def names(self, section: str) -> list[str]:
        return [entry.get("name", "") for entry in self.body.get(section) or ()]


@dataclass(frozen=True)
class Chosen:
    """The context that a command uses: where it goes, as whom, in which namespace."""

    context: str
    server: str
    namespace: str
    user: Mapping[str, Any]
    cluster: str = ""


def path_of(session: Session, variables: Mapping[str, str], flag: str = "") -> str:
    """The file: `--kubeconfig`, $KUBECONFIG (its first), or the usual one."""
    named = flag or variables.get("KUBECONFIG", "").partition(":")[0]
    return resolved(session.folder, named) if named else DEFAULT


def read(session: Session, path: str, *, named: str = "") -> Config:
    """The configuration; an empty one where there is none. Raises KubectlError.

    `named` is what the learner called it, where it must be there.
    """
    try:
        text = session.files.read(path)
    except FileError as error:
        if named:
            text = f"stat {named}: {error.reason[0].lower()}{error.reason[1:]}"
            raise KubectlError(text) from error
        return Config(path)
    try:
        body = safe_yaml.load(text) if text.strip() else {}
    except (ValueError, yaml.YAMLError) as error:
        raise KubectlError(
            f"error loading config file {path!r}: {error}".replace("'", '"')
        ) from error
    return Config(path, _checked(path, body))


def _checked(path: str, body: Any) -> dict[str, Any]:
    sections = ("clusters", "users", "contexts")
    fine = isinstance(body, dict) and all(
        isinstance(entry, dict)
        and isinstance(entry.get(section.removesuffix("s")) or {}, dict)
        for section in sections
        for entry in _entries(body, section)
    )
    if not fine:
        raise KubectlError(f'error loading config file "{path}": it is no kubeconfig')
    return dict(body)


def _entries(body: dict[str, Any], section: str) -> list[Any]:
    found = body.get(section) or []
    return found if isinstance(found, list) else [found]


def write(session: Session, config: Config) -> None:
    """Store it as kubectl writes it, if anything is new. Raises KubectlError."""
    body = kubeconfig_shape.normal(config.body)
    if session.files.texts.get(config.path) is not None:
        before = read(session, config.path).body
        if kubeconfig_shape.normal(before) == body:
            return
    text = as_yaml(body)
    folder = config.path.rpartition("/")[0]
    try:
        if folder and not session.files.is_folder(folder):
            session.files.make_folder(folder)
        session.files.write(config.path, text)
    except FileError as error:
        raise KubectlError(f"open {error.path}: {error.reason.lower()}") from error


def chosen(config: Config, flags: Mapping[str, Any]) -> Chosen:
    """What the flags and the current context come to. Raises KubectlError."""
    name = flags.get("context") or config.current
    context = config.named("contexts", name) if name else {}
    if context is None:
        raise KubectlError(f'context "{name}" does not exist')
    cluster_name = flags.get("cluster") or str(context.get("cluster") or "")
    cluster = config.named("clusters", cluster_name) if cluster_name else {}
    if cluster is None:
        raise KubectlError(f'cluster "{cluster_name}" does not exist')
    user_name = flags.get("user") or str(context.get("user") or "")
    user = config.named("users", user_name) if user_name else {}
    if user is None:
        raise KubectlError(f'auth info "{user_name}" does not exist')
    server = flags.get("server") or str(cluster.get("server") or "") or NO_SERVER
    namespace = str(context.get("namespace") or "default")
    return Chosen(name, server.rstrip("/"), namespace, user, cluster_name)
