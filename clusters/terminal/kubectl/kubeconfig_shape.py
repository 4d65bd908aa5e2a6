"""A kubeconfig in the form in which kubectl writes and shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

CLUSTER = (
    "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority",
    "certificate-authority-data", "proxy-url", "disable-compression", "extensions",
)  # fmt: skip
USER = (
    "client-certificate", "client-certificate-data", "client-key", "client-key-data",
    "token", "tokenFile", "as", "as-uid", "as-groups", "as-user-extra", "username",
    "password", "auth-provider", "exec", "extensions",
)  # fmt: skip
CONTEXT = ("cluster", "user", "namespace", "extensions")
FIELDS = {"clusters": CLUSTER, "users": USER, "contexts": CONTEXT}
ALWAYS = {"clusters": ("server",), "users": (), "contexts": ("cluster", "user")}
"""Fields that are written even when they are empty."""
DATA = ("certificate-authority-data", "client-certificate-data", "client-key-data")
SECRET = ("token", "password")
Body = dict[str, Any]


def normal(body: Mapping[str, Any]) -> Body:
    """All that kubectl keeps of a configuration, in the order of its structs."""
    return {
        "kind": "Config",
        "apiVersion": "v1",
        "preferences": body.get("preferences") or {},
        "clusters": _entries("clusters", body),
        "users": _entries("users", body),
        "contexts": _entries("contexts", body),
        "current-context": str(body.get("current-context") or ""),
    }


def _entries(section: str, body: Mapping[str, Any]) -> list[Body] | None:
    found: dict[str, Body] = {}
    for entry in body.get(section) or ():
        found.setdefault(str(entry.get("name") or ""), entry)
    one = section.removesuffix("s")
    return [
        {"name": name, one: _fields(section, found[name].get(one) or {})}
        for name in sorted(found)
    ] or None


def _fields(section: str, body: Mapping[str, Any]) -> Body:
    always = ALWAYS[section]
    shown: Body = {
        name: body.get(name) or ""
        for name in FIELDS[section]
        if body.get(name) or name in always
    }
    if "exec" in shown:
        shown["exec"] = _plugin(shown["exec"])
    return shown


def _plugin(body: Mapping[str, Any]) -> Body:
    return {
        "command": body.get("command") or "",
        "args": body.get("args") or None,
        "env": body.get("env") or None,
        "apiVersion": body.get("apiVersion") or "",
        **({"installHint": body["installHint"]} if body.get("installHint") else {}),
        "provideClusterInfo": bool(body.get("provideClusterInfo")),
        "interactiveMode": body.get("interactiveMode") or "IfAvailable",
    }


def minified(body: Body, context: str) -> Body:
    """Only what one context uses."""
    contexts = _of(body["contexts"], [context])
    used = contexts[0]["context"] if contexts else {}
    return {
        **body,
        "clusters": _of(body["clusters"], [used.get("cluster")]) or None,
        "users": _of(body["users"], [used.get("user")]) or None,
        "contexts": contexts or None,
        "current-context": context,
    }


def _of(entries: list[Body] | None, names: Iterable[Any]) -> list[Body]:
    return [entry for entry in entries or () if entry["name"] in names]


def redacted(body: Body) -> Body:
    """The same with secrets and long data left out."""
    sections = {
        section: [
            {**entry, one: {k: _shown(k, v) for k, v in entry[one].items()}}
            for entry in body[section] or ()
        ]
        or None
        for section, one in (("clusters", "cluster"), ("users", "user"))
    }
    return {name: sections.get(name, body[name]) for name in body}


def _shown(name: str, value: Any) -> Any:
    if name in SECRET:
        return "REDACTED"
    return "DATA+OMITTED" if name in DATA else value
