"""kubectl config view, set and unset: the kubeconfig as a whole, and by property."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from clusters.terminal.files import FileError, resolved
from clusters.terminal.kubectl import (
    go_words,
    kubeconfig,
    kubeconfig_shape,
    outputs,
)
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.commands.config import counted
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import FALSE, TRUE, Flag
from clusters.terminal.kubectl.kubeconfig_shape import Body

FORMATS = (
    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,"
    "template,templatefile,yaml"
)
TRUTHS = ("insecure-skip-tls-verify", "disable-compression", "colors")
FILES = (
    ("clusters", "cluster", "certificate-authority"),
    ("users", "user", "client-certificate"),
    ("users", "user", "client-key"),
)


@command(
    "config view",
    "Print the kubeconfig, secrets left out",
    Flag(
        "output", "o", default="yaml", help="yaml, json, jsonpath=…", known="yaml json"
    ),
    outputs.TEMPLATE,
    outputs.MISSING,
    outputs.MANAGED,
    Flag("minify", kind="bool", help="Only what the current context uses"),
    Flag("raw", kind="bool", help="With secrets and data"),
    Flag("flatten", kind="bool", help="With the contents of the files it names"),
    Flag("merge", default="true", bare="true", help="Of all files together"),
    examples=("kubectl config view --minify -o jsonpath='{..namespace}'",),
)
def view(kubectl: Kubectl) -> Iterator[str]:
    if kubectl.args:
        raise KubectlError(
            f"unexpected arguments: [{' '.join(kubectl.args)}]\n"
            "See 'kubectl config view -h' for help and examples"
        )
    body = kubeconfig_shape.normal(kubectl.config.body)
    if kubectl.flags["minify"]:
        body = _minified(kubectl, body)
    if kubectl.flags["flatten"]:
        body = _flat(kubectl, body)
    elif not kubectl.flags["raw"]:
        body = kubeconfig_shape.redacted(body)
    if kubectl.flags["output"] == "json":
        yield go_words.as_json(body, indent=4, in_order=True) + "\n"
        return
    yield from outputs.pieces(outputs.needed(kubectl, FORMATS), body)


def _minified(kubectl: Kubectl, body: Body) -> Body:
    name = kubectl.flags["context"] or kubectl.config.current
    if kubectl.config.named("contexts", name) is None:
        raise KubectlError(
            "cannot locate context " + name
            if name
            else "current-context must exist in order to minify"
        )
    return kubeconfig_shape.minified(body, name)


def _flat(kubectl: Kubectl, body: Body) -> Body:
    """With data in place of the files that hold it."""
    for section, one, field in FILES:
        for entry in body[section] or ():
            path = entry[one].pop(field, "")
            if path:
                text = _read(kubectl, path)
                entry[one][f"{field}-data"] = base64.b64encode(text.encode()).decode()
    return body


def _read(kubectl: Kubectl, path: str) -> str:
    folder = kubectl.config.path.rpartition("/")[0]
    try:
        return kubectl.session.files.read(resolved(folder, path))
    except FileError as error:
        reason = error.reason[0].lower() + error.reason[1:]
        raise KubectlError(f"open {path}: {reason}") from error


@command(
    "config set",
    "Set one property of the kubeconfig",
    Flag("set-raw-bytes", kind="bool", help="The value is the data itself, not base64"),
    usage="config set PROPERTY VALUE",
    examples=("kubectl config set contexts.demo.namespace web",),
)
def set_property(kubectl: Kubectl) -> Iterator[str]:
    yield from counted(kubectl, 2)
    name, value = kubectl.args
    parent, field = _place(kubectl, name, make=True)
    parent[field] = _typed(kubectl, field, value)
    kubeconfig.write(kubectl.session, kubectl.config)
    yield f'Property "{name}" set.\n'


@command(
    "config unset",
    "Remove one property of the kubeconfig",
    usage="config unset PROPERTY",
    examples=("kubectl config unset contexts.demo.namespace",),
)
def unset_property(kubectl: Kubectl) -> Iterator[str]:
    yield from counted(kubectl, 1)
    (name,) = kubectl.args
    section, _, entry = name.partition(".")
    if section in kubeconfig_shape.FIELDS and entry and "." not in entry:
        found = kubectl.config.body.get(section) or []
        left = [one for one in found if one.get("name") != entry]
        kubectl.config.body[section] = left
    else:
        parent, field = _place(kubectl, name, make=False)
        parent.pop(field, None)
    kubeconfig.write(kubectl.session, kubectl.config)
    yield f'Property "{name}" unset.\n'


def _place(kubectl: Kubectl, name: str, *, make: bool) -> tuple[Body, str]:
    """Where a property is: what holds it, and its name there. Raises KubectlError."""
    body = kubectl.config.body
    if name == "current-context":
        return body, name
    section, *rest = name.split(".")
    if section == "preferences" and rest == ["colors"]:
        preferences: Body = body.setdefault("preferences", {})
        return preferences, "colors"
    fields = kubeconfig_shape.FIELDS.get(section)
    if fields is None:
        raise KubectlError(f"unable to parse {name} after [] at api.Config")
    entry, field = ".".join(rest[:-1]), rest[-1] if rest else ""
    if not entry or field not in fields:
        raise KubectlError(
            f"unable to parse {name}: it has the form {section}.NAME.FIELD, and the "
            f"fields are {', '.join(fields)}"
        )
    one = section.removesuffix("s")
    for known in body.get(section) or ():
        if known.get("name") == entry:
            inner: Body = known.setdefault(one, {})
            return inner, field
    made: Body = {}
    if make:
        listed: list[Any] = body.get(section) or []
        body[section] = [*listed, {"name": entry, one: made}]
    return made, field


def _typed(kubectl: Kubectl, field: str, value: str) -> str | bool:
    if field in TRUTHS:
        if value not in TRUE + FALSE:
            raise KubectlError(f'strconv.ParseBool: parsing "{value}": invalid syntax')
        return value in TRUE
    if field in kubeconfig_shape.DATA:
        if kubectl.flags["set-raw-bytes"]:
            return base64.b64encode(value.encode()).decode()
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise KubectlError(
                f"error setting the configuration data: illegal base64 data: {error}"
            ) from error
    return value
