"""`-o`: how whole objects are printed, except as kubectl's own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from clusters.terminal.files import FileError, resolved
from clusters.terminal.kubectl import (
    columns,
    go_words,
    gotemplate,
    jsonpath,
    jsonpath_parse,
    printers,
)
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.room import Room
from clusters.terminal.kubectl.yaml_out import FORBIDDEN

OUTPUT = Flag(
    "output",
    "o",
    help="json, yaml, name, wide, jsonpath=…, custom-columns=…, go-template=…",
    known="json yaml name wide jsonpath= custom-columns= go-template=",
)
TEMPLATE = Flag("template", help="The template of -o jsonpath and -o go-template")
MISSING = Flag(
    "allow-missing-template-keys",
    kind="bool",
    default=True,
    help="A field that is not there is empty",
)
MANAGED = Flag(
    "show-managed-fields", kind="bool", help="Show metadata.managedFields, too"
)
TEMPLATES = (
    "go-template", "go-template-file", "jsonpath", "jsonpath-as-json", "jsonpath-file",
    "template", "templatefile",
)  # fmt: skip
GET_FORMATS = (
    "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,"
    "jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml"
)
Show = Callable[[Doc], str]


@dataclass
class Printer:
    """Prints objects, one after the other; lists are objects, too."""

    show: Show
    managed: bool = False
    between: str = ""
    """What stands between two objects: YAML's `---`."""
    shown: int = 0

    def text(self, body: Doc) -> str:
        """One object. Raises KubectlError."""
        if not self.managed:
            body = bared(body)
        before = self.between if self.shown else ""
        self.shown += 1
        return before + self.show(body)


def is_table(kubectl: Kubectl) -> bool:
    """Whether kubectl's own table is asked for, plain or wide."""
    return kubectl.flags["output"] in ("", "wide") and not kubectl.flags["template"]


def needed(kubectl: Kubectl, formats: str = GET_FORMATS) -> Printer:
    """The printer where a table is not asked for. Raises KubectlError."""
    found = printer(kubectl, formats)
    assert found is not None
    return found


def pieces(printer: Printer, body: Doc) -> Iterator[str]:
    """An object's text; a template that fails tells of itself on standard output."""
    try:
        yield printer.text(body)
    except gotemplate.TemplateError as error:
        yield error.printed
        raise


def bared(body: Doc) -> Doc:
    """An object or list without managed fields."""
    if isinstance(body.get("items"), list):
        items = [printers.without_managed_fields(item) for item in body["items"]]
        return {**body, "items": items}
    return printers.without_managed_fields(body)


def printer(kubectl: Kubectl, formats: str = GET_FORMATS) -> Printer | None:
    """What `-o` asks for; None means the table, plain or wide. Raises KubectlError.

    `formats` lists the forms that the command knows, for what is said of others.
    """
    output, template = kubectl.flags["output"], kubectl.flags.get("template") or ""
    if template and not output:
        output = "go-template"
    name, equals, value = output.partition("=")
    if name in TEMPLATES and (equals or output == name):
        show = _templated(kubectl, name, value or template)
        return Printer(show, managed=True)
    if name in ("custom-columns", "custom-columns-file") and "custom" in formats:
        return Printer(_columned(kubectl, name, value), managed=True)
    managed = bool(kubectl.flags.get("show-managed-fields"))
    match output.lower():
        case "json":
            return Printer(printers.as_json, managed)
        case "yaml":
            return Printer(_yaml, managed, between="---\n")
    if output == "name":
        return Printer(named, managed=True)
    if output == "" or (output == "wide" and "wide" in formats):
        return None
    raise KubectlError(
        f'unable to match a printer suitable for the output format "{output}", allowed '
        f"formats are: {formats}"
    )


def _yaml(body: Doc) -> str:
    """As YAML. kubectl's own way there leads over JSON, which not all text survives."""
    text = printers.as_yaml(body)
    if "\\" in text and FORBIDDEN.search(go_words.as_json(body)):
        raise KubectlError("yaml: control characters are not allowed")
    return text


def named(body: Doc) -> str:
    """`deployment.apps/web`, for an object or each of a list."""
    if isinstance(body.get("items"), list):
        return "".join(map(named, body["items"]))
    if "metadata" not in body:
        return ""
    group = str(body.get("apiVersion", "")).rpartition("/")[0]
    kind = str(body.get("kind", "")).lower()
    title = f"{kind}.{group}" if group else kind
    return f"{title}/{body['metadata']['name']}\n"


def _templated(kubectl: Kubectl, name: str, value: str) -> Show:
    if not value:
        raise KubectlError("template format specified but no template given")
    if name.endswith("file"):
        value = _file(kubectl, name, value)
    missing = bool(kubectl.flags.get("allow-missing-template-keys", True))
    if name.startswith("jsonpath"):
        return _json_path(value, missing=missing, as_json=name == "jsonpath-as-json")
    return _go_template(value, missing=missing)


def _file(kubectl: Kubectl, name: str, path: str) -> str:
    try:
        return kubectl.session.files.read(resolved(kubectl.session.folder, path))
    except FileError as error:
        what = "" if name.startswith("custom") else "--"
        reason = error.reason[0].lower() + error.reason[1:]
        raise KubectlError(
            f"error reading {what}template {path}, open {path}: {reason}"
        ) from error


def _json_path(template: str, *, missing: bool, as_json: bool) -> Show:
    try:
        jsonpath_parse.parsed(template)
    except jsonpath_parse.PathError as error:
        raise KubectlError(f"error parsing jsonpath {template}, {error}") from error

    def show(body: Doc) -> str:
        try:
            if not as_json:
                return jsonpath.text(template, body, missing_is_empty=missing)
            results = jsonpath.found(template, body, missing_is_empty=missing)
        except jsonpath_parse.PathError as error:
            raise jsonpath.template_error(template, error, body) from error
        return "".join(go_words.as_json(values, indent=4) + "\n" for values in results)

    return show


def _go_template(template: str, *, missing: bool) -> Show:
    made = gotemplate.parsed(template)

    def show(body: Doc) -> str:
        return gotemplate.text(made, body, missing=missing)

    return show


def _columned(kubectl: Kubectl, name: str, value: str) -> Show:
    if name == "custom-columns":
        made = columns.from_spec(value)
    elif not value:
        raise KubectlError(columns.NO_SPEC)
    else:
        made = columns.from_template(_file(kubectl, name, value))
    head = [column.head for column in made]
    heads = iter([] if kubectl.flags.get("no-headers") else [head])

    def show(body: Doc) -> str:
        items: Any = body.get("items")
        each = items if isinstance(items, list) else [body]
        room = Room()
        rows = [columns.cells(made, item, room) for item in each]
        return printers.table(next(heads, []), rows)

    return show
