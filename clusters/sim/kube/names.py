"""Names, labels and annotations: what is well formed, and what is said if not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.fields import Problem, forbidden, invalid, required, too_long

LABEL_RE = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
SUBDOMAIN_RE = rf"{LABEL_RE}(\.{LABEL_RE})*"
LABEL_1035_RE = "[a-z]([-a-z0-9]*[a-z0-9])?"
QUALIFIED_RE = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
VALUE_RE = f"({QUALIFIED_RE})?"
CONFIG_KEY_RE = "[-._a-zA-Z0-9]+"
PORT_NAME_RE = "[a-z0-9]([-a-z0-9]*[a-z0-9])*"
ANNOTATIONS_LIMIT = 256 * 1024
LABEL_LENGTH, NAME_LENGTH, PORT_NAME_LENGTH = 63, 253, 15

LABEL_TEXT = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters "
    "or '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
    f" or '123-abc', regex used for validation is '{LABEL_RE}')"
)
SUBDOMAIN_TEXT = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
    "characters, '-' or '.', and must start and end with an alphanumeric character "
    f"(e.g. 'example.com', regex used for validation is '{SUBDOMAIN_RE}')"
)
LABEL_1035_TEXT = (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
    "start with an alphabetic character, and end with an alphanumeric character "
    f"(e.g. 'my-name',  or 'abc-123', regex used for validation is '{LABEL_1035_RE}')"
)
VALUE_TEXT = (
    "a valid label must be an empty string or consist of alphanumeric characters, "
    "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
    f"'MyValue',  or 'my_value',  or '12345', regex used for validation is '{VALUE_RE}')"
)
QUALIFIED_TEXT = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must "
    "start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or "
    f"'123-abc', regex used for validation is '{QUALIFIED_RE}')"
)
CONFIG_KEY_TEXT = (
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
    " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is "
    f"'{CONFIG_KEY_RE}')"
)

_label = re.compile(LABEL_RE)
_subdomain = re.compile(SUBDOMAIN_RE)
_label_1035 = re.compile(LABEL_1035_RE)
_qualified = re.compile(QUALIFIED_RE)
_value = re.compile(VALUE_RE)
_config_key = re.compile(CONFIG_KEY_RE)


def label(text: str) -> list[str]:
    """What is wrong with a DNS label (RFC 1123)."""
    return _rule(text, LABEL_LENGTH, _label, LABEL_TEXT)


def subdomain(text: str) -> list[str]:
    """What is wrong with a DNS subdomain, the name of most objects."""
    return _rule(text, NAME_LENGTH, _subdomain, SUBDOMAIN_TEXT)


def label_1035(text: str) -> list[str]:
    """What is wrong with a Service's name."""
    return _rule(text, LABEL_LENGTH, _label_1035, LABEL_1035_TEXT)


def path_segment(text: str) -> list[str]:
    """What is wrong with the name of an RBAC object."""
    if text in {".", ".."}:
        return [f"may not be '{text}'"]
    return [f"may not contain '{bad}'" for bad in "/%" if bad in text]


def label_value(text: str) -> list[str]:
    return _rule(text, LABEL_LENGTH, _value, VALUE_TEXT)


def config_key(text: str) -> list[str]:
    """What is wrong with a key of a ConfigMap or Secret."""
    if text in {".", ".."}:
        return [f"must not be '{text}'"]
    return _rule(text, NAME_LENGTH, _config_key, CONFIG_KEY_TEXT)


def qualified(text: str) -> list[str]:
    """What is wrong with a label's key: `[prefix/]name`."""
    prefix, slash, name = text.rpartition("/")
    out = []
    if slash and not prefix:
        out.append("prefix part must be non-empty")
    elif slash:
        out += [f"prefix part {wrong}" for wrong in subdomain(prefix)]
    if not name:
        return [*out, "name part must be non-empty", QUALIFIED_TEXT]
    if len(name) > LABEL_LENGTH:
        out.append("name part must be no more than 63 characters")
    if not _qualified.fullmatch(name):
        out.append(QUALIFIED_TEXT)
    return out


def port_name(text: str) -> list[str]:
    """What is wrong with the name of a container's port."""
    out = []
    if len(text) > PORT_NAME_LENGTH:
        out.append("must be no more than 15 characters")
    if not re.fullmatch("[-a-z0-9]+", text):
        out.append(
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"
        )
    if not re.search("[a-z]", text):
        out.append("must contain at least one letter (a-z)")
    if "--" in text:
        out.append("must not contain consecutive hyphens")
    if text.startswith("-") or text.endswith("-"):
        out.append("must not begin or end with a hyphen")
    return out


RULES: dict[str, Callable[[str], list[str]]] = {
    "label": label,
    "subdomain": subdomain,
    "label1035": label_1035,
    "path": path_segment,
}


def _rule(text: str, limit: int, pattern: re.Pattern[str], wrong: str) -> list[str]:
    out = []
    if len(text) > limit:
        out.append(f"must be no more than {limit} characters")
    if not pattern.fullmatch(text):
        out.append(wrong)
    return out


def metadata(meta: Doc, *, namespaced: bool, rule: str) -> list[Problem]:
    """What is wrong with an object's metadata."""
    out: list[Problem] = []
    name = meta.get("name", "")
    if not name:
        out.append(required("metadata.name", "name or generateName is required"))
    else:
        out += [invalid("metadata.name", name, wrong) for wrong in RULES[rule](name)]
    if not namespaced and meta.get("namespace"):
        out.append(forbidden("metadata.namespace", "not allowed on this type"))
    out += labels(meta.get("labels"), "metadata.labels")
    out += annotation_map(meta.get("annotations"), "metadata.annotations")
    out += [
        invalid("metadata.finalizers", finalizer, wrong)
        for finalizer in meta.get("finalizers", ())
        for wrong in qualified(finalizer)
    ]
    return out


def labels(found: Any, path: str) -> list[Problem]:
    out: list[Problem] = []
    for key, value in (found or {}).items():
        out += [invalid(path, key, wrong) for wrong in qualified(key)]
        out += [invalid(path, value, wrong) for wrong in label_value(value)]
    return out


def annotation_map(found: Any, path: str) -> list[Problem]:
    out = [
        invalid(path, key, wrong)
        for key in found or {}
        for wrong in qualified(key.lower())
    ]
    size = sum(len(k.encode()) + len(v.encode()) for k, v in (found or {}).items())
    if size > ANNOTATIONS_LIMIT:
        out.append(too_long(path, ANNOTATIONS_LIMIT))
    return out
