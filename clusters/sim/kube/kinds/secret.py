"""Secrets."""

from __future__ import annotations

import base64
import json

from clusters.sim.commands import Doc
from clusters.sim.kube import contents
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, invalid, required
from clusters.sim.kube.kind import AGE, NAME, Body, Cell, Column, Kind, register

KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
"""What a Secret of this type must hold."""
TOKEN = "kubernetes.io/service-account-token"  # noqa: S105 a type, not a secret
ACCOUNT = "kubernetes.io/service-account.name"


def default(body: Body) -> None:
    body.setdefault("type", "Opaque")
    texts = body.pop("stringData", None)
    if texts:
        coded = {k: base64.b64encode(v.encode()).decode() for k, v in texts.items()}
        body["data"] = {**(body.get("data") or {}), **coded}


def validate(body: Doc) -> list[Problem]:
    data = body.get("data") or {}
    out = contents.keys(body, ("data",)) + contents.size(body)
    out += [
        required(f"data[{key}]")
        for key in KEYS.get(body["type"], ())
        if key not in data
    ]
    if body["type"] == "kubernetes.io/dockerconfigjson" and not out:
        out += _docker_config(data[".dockerconfigjson"])
    notes = body["metadata"].get("annotations") or {}
    if body["type"] == TOKEN and not notes.get(ACCOUNT):
        out.append(required(f"metadata.annotations[{ACCOUNT}]"))
    return out


def _docker_config(value: str) -> list[Problem]:
    try:
        json.loads(base64.b64decode(value))
    except ValueError as wrong:
        told = f"invalid character: {wrong}"
        return [invalid("data[.dockerconfigjson]", "<secret contents redacted>", told)]
    return []


def validate_update(body: Doc, old: Doc) -> list[Problem]:
    out = contents.unchanged(body, old)
    if body["type"] != old["type"]:
        out.append(invalid("type", body["type"], "field is immutable"))
    return out


def cells(doc: Doc) -> list[Cell]:
    return [
        doc["metadata"]["name"],
        doc["type"],
        len(doc.get("data") or ()),
        age_of(doc),
    ]


register(
    Kind(
        "v1",
        "Secret",
        "secrets",
        default=default,
        validate=validate,
        validate_update=validate_update,
        columns=(NAME, Column("Type"), Column("Data", "integer"), AGE),
        cells=cells,
        field_labels={"type": lambda doc: doc["type"]},
    )
)
