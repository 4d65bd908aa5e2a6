"""kubectl explain: what a kind's fields mean, from the schema that the server has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from clusters.terminal.kubectl import resources
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import Resource
from clusters.terminal.kubectl.wrapping import indented, wrapped

NO_TYPE = (
    'You must specify the type of resource to explain. Use "kubectl api-resources" for '
    "a complete list of supported resources."
)
WIDTH, INDENT = 76, 4
OTHERS = ("allOf", "anyOf", "oneOf")
REF = "$ref"


@command(
    "explain",
    "Print what a kind's fields mean",
    Flag("recursive", kind="bool", help="All fields below, without what they mean"),
    Flag("api-version", help="Of this group and version"),
    Flag("output", default="plaintext", help="plaintext", known="plaintext"),
    usage="explain TYPE[.FIELD...]",
    examples=("kubectl explain pods.spec.containers.resources",),
    completes="type",
)
def explain(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.args:
        raise KubectlError(NO_TYPE)
    if len(kubectl.args) > 1:
        raise KubectlError("We accept only this format: explain RESOURCE")
    resource, path = _asked(kubectl)
    if kubectl.flags["output"] != "plaintext":
        if kubectl.flags["output"] == "plaintext-openapiv2":
            raise KubectlError(f"--output=plaintext-openapiv2: {NOT_HERE}")
        raise KubectlError(f"unrecognized format: {kubectl.flags['output']}")
    schemas = _schemas(kubectl, resource)
    view = View(schemas, kubectl.flags["recursive"])
    if resource.group:
        yield f"GROUP:      {resource.group}\n"
    yield f"KIND:       {resource.kind}\nVERSION:    {resource.version}\n\n"
    yield from view.told(_root(schemas, resource), path)
    yield "\n"


def _asked(kubectl: Kubectl) -> tuple[Resource, list[str]]:
    """The resource, and the names of the fields behind it."""
    first, *path = kubectl.args[0].rstrip(".").split(".")
    found = resources.find(kubectl.client, first)
    if found is None:
        text = f'the server doesn\'t have a resource type "{first}"'
        raise KubectlError(text, plain=True)
    for end in range(len(path), 0, -1):
        whole = resources.find(kubectl.client, ".".join([first, *path[:end]]))
        if whole is not None and path[0] == whole.group.split(".")[0]:
            found, path = whole, path[end:]
            break
    wanted = kubectl.flags["api-version"]
    if wanted and wanted != found.api_version:
        group, _, version = wanted.rpartition("/")
        raise KubectlError(
            f'couldn\'t find resource for "{group}/{version}, Resource={found.name}"'
        )
    return found, path


def _schemas(kubectl: Kubectl, resource: Resource) -> Doc:
    version = resource.api_version
    path = f"apis/{version}" if resource.group else f"api/{version}"
    try:
        document = kubectl.client.get(f"/openapi/v3/{path}")
    except ApiError as error:
        raise KubectlError(
            f'couldn\'t find resource for "{version}, Kind={resource.kind}"'
        ) from error
    return dict(document["components"]["schemas"])


def _root(schemas: Doc, resource: Resource) -> Doc:
    of = {
        "group": resource.group,
        "version": resource.version,
        "kind": resource.kind,
    }
    for schema in schemas.values():
        if of in schema.get("x-kubernetes-group-version-kind", ()):
            return dict(schema)
    raise KubectlError(
        f'couldn\'t find resource for "{resource.api_version}, Kind={resource.kind}"'
    )


@dataclass(frozen=True)
class View:
    """Schemas by name, and how much of them to show. `seen` are those around us."""

    schemas: Doc
    recursive: bool
    seen: frozenset[str] = frozenset()

    def told(self, schema: Doc, path: list[str]) -> Iterator[str]:
        """What is said of a field, found by its path. Raises KubectlError."""
        schema = self.resolved(schema)
        if not path:
            yield from self._described(schema)
            return
        name = path[0]
        below = schema.get("properties") or {}
        if name in below:
            if len(path) == 1:
                yield f"FIELD: {name} <{self.kind(below[name])}>\n\n\n"
            yield from self.told(below[name], path[1:])
            return
        for inner in _inside(schema):
            yield from self.told(inner, path)
            return
        raise KubectlError(f'field "{name}" does not exist')

    def _described(self, schema: Doc) -> Iterator[str]:
        text = "".join(self.descriptions(schema)) or "<empty>"
        yield f"DESCRIPTION:\n{indented(wrapped(text, WIDTH), INDENT)}\n"
        fields = "".join(self.fields(schema, 1))
        if fields:
            yield f"FIELDS:\n{fields}"

    def descriptions(self, schema: Doc) -> Iterator[str]:
        """What a schema says of itself, and what those in it do."""
        schema = self.resolved(schema)
        if schema.get("description"):
            yield f"{schema['description']}\n"
        inside = (schema.get("items"), schema.get("additionalProperties"))
        for inner in (*schema.get("allOf", ()), *inside):
            if isinstance(inner, dict):
                yield from self.descriptions(inner)

    def fields(self, schema: Doc, level: int) -> Iterator[str]:
        """The lines of all fields of a schema."""
        name = schema.get(REF, "")
        if name in self.seen:
            return
        view = replace(self, seen=self.seen | {name}) if name else self
        schema = self.resolved(schema)
        below = schema.get("properties")
        if below:
            required = schema.get("required") or ()
            for field in sorted(below):
                yield from view.field(
                    field, below[field], level, required=field in required
                )
            return
        for inner in _inside(schema):
            yield from view.fields(inner, level)

    def field(
        self, name: str, schema: Doc, level: int, *, required: bool
    ) -> Iterator[str]:
        mark = " -required-" if required else ""
        yield f"{'  ' * level}{name}\t<{self.kind(schema)}>{mark}\n"
        if self.recursive:
            yield from self.fields(schema, level + 1)
            return
        text = schema.get("description") or "<no description>"
        yield f"{indented(wrapped(text, WIDTH), INDENT * level)}\n\n"

    def kind(self, schema: Doc) -> str:
        """A field's type, as explain names it."""
        if schema.get("items"):
            return f"[]{self.kind(schema['items'])}"
        if isinstance(schema.get("additionalProperties"), dict):
            return f"map[string]{self.kind(schema['additionalProperties'])}"
        parts = schema.get("allOf") or []
        if len(parts) == 1 and not schema.get("properties"):
            return self.kind(parts[0])
        if REF in schema:
            found = self.resolved(schema)
            if found.get("format") == "date-time":
                return str(found["type"])
            return str(schema[REF]).rpartition("/")[2].rpartition(".")[2]
        return str(schema.get("type") or "Object")

    def resolved(self, schema: Doc) -> Doc:
        """The schema that a reference leads to."""
        name = str(schema.get(REF, "")).rpartition("/")[2]
        found: Any = self.schemas.get(name, {}) if name else schema
        return dict(found)


def _inside(schema: Doc) -> list[Doc]:
    """The schemas in which a schema's fields are, when it has none of its own."""
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            return [schema[name]]
    return [inner for name in OTHERS for inner in schema.get(name) or ()]
