"""Which objects a command line means: TYPE NAME, TYPE/NAME, -l, --all, -f, -."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clusters.apiserver import yaml_text
from clusters.terminal import samples
from clusters.terminal.files import FileError, resolved
from clusters.terminal.kubectl import resources
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.resources import Resource

YAML_ENDS = (".yaml", ".yml", ".json")
NOT_FOUND = 404
SEPARATE = (
    "there is no need to specify a resource type as a separate argument when passing "
    "arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' "
    "instead of 'kubectl get resource resource/<resource_name>'"
)


@dataclass
class Info:
    """One object: where it is, and its body once that is known."""

    resource: Resource
    namespace: str
    name: str
    body: Doc | None = None
    source: str = ""
    """The file it came from, as it was named."""

    @property
    def path(self) -> str:
        return self.resource.path(self.namespace, self.name)

    @property
    def collection(self) -> str:
        return self.resource.path(self.namespace)

    @property
    def titled(self) -> str:
        """`deployment.apps/web`."""
        return f"{self.resource.titled}/{self.name}"

    def live(self, kubectl: Kubectl) -> Doc:
        """The object as the server has it now. Raises ApiError."""
        try:
            self.body = kubectl.client.get(self.path)
        except ApiError as error:
            if error.code == NOT_FOUND and self.namespace not in ("", "default"):
                kubectl.client.get(f"/api/v1/namespaces/{self.namespace}")
            raise
        return self.body


@dataclass(frozen=True)
class Asked:
    """What words name: resources with names, or whole collections of resources."""

    pairs: tuple[tuple[Resource, str], ...]
    types: tuple[Resource, ...]


def asked(kubectl: Kubectl, words: list[str]) -> Asked:
    """What TYPE [NAME…] or TYPE/NAME… names. Raises KubectlError."""
    if any("/" in word for word in words):
        return Asked(tuple(_slashed(kubectl, words)), ())
    if not words:
        return Asked((), ())
    types = resources.named(kubectl.client, words[0])
    if "" in words[1:]:
        raise KubectlError("resource name may not be empty")
    pairs = tuple((one, name) for one in types for name in words[1:])
    return Asked(pairs, () if pairs else tuple(types))


def _slashed(kubectl: Kubectl, words: list[str]) -> Iterator[tuple[Resource, str]]:
    if not all("/" in word for word in words):
        raise KubectlError(SEPARATE)
    for word in words:
        kind, _, name = word.partition("/")
        if "/" in name:
            raise KubectlError(
                "arguments in resource/name form may not have more than one slash"
            )
        if not kind or not name or "," in kind:
            raise KubectlError(
                "arguments in resource/name form must have a single resource and name"
            )
        for resource in resources.named(kubectl.client, kind):
            yield resource, name


def infos(kubectl: Kubectl, words: list[str], *, every: bool = False) -> list[Info]:
    """The objects that words, files and selectors name, those of files with bodies.

    With `every` a bare TYPE means all of its objects; else `-l` or `--all` must say so.
    Bodies of listed objects are read; named ones are not. Raises KubectlError, ApiError.
    """
    files = kubectl.flags.get("filename") or []
    if files and words:
        raise KubectlError(
            "when paths, URLs, or stdin is provided as input, you may not specify "
            "resource arguments as well"
        )
    if files:
        return list(from_files(kubectl, files))
    found = asked(kubectl, words)
    if found.pairs:
        if _selects(kubectl):
            raise KubectlError("name cannot be provided when a selector is specified")
        return [Info(one, _space(kubectl, one), name) for one, name in found.pairs]
    if not found.types:
        return []
    if not (every or _selects(kubectl) or kubectl.flags.get("all")):
        raise KubectlError("resource(s) were provided, but no name was specified")
    return [info for one in found.types for info in listed(kubectl, one)]


def listed(kubectl: Kubectl, resource: Resource) -> list[Info]:
    """All objects of a resource that the selectors choose. Raises ApiError."""
    space = "" if kubectl.flags.get("all-namespaces") else _space(kubectl, resource)
    query = {
        "labelSelector": kubectl.flags.get("selector") or "",
        "fieldSelector": kubectl.flags.get("field-selector") or "",
    }
    try:
        body = kubectl.client.get(resource.path(space), **query)
    except ApiError as error:
        raise _unlisted(error, resource, query) from error
    return [
        Info(
            resource,
            item["metadata"].get("namespace", ""),
            item["metadata"]["name"],
            {"apiVersion": resource.api_version, "kind": resource.kind, **item},
        )
        for item in body["items"]
    ]


def _unlisted(error: ApiError, resource: Resource, query: dict[str, str]) -> ApiError:
    """Why a list is not there, with what was looked for."""
    if error.reason not in ("BadRequest", "NotFound"):
        return error
    place = f"{resource.api_version if resource.group else '/' + resource.version}"
    what = f'"{place}, Resource={resource.name}"'
    labels, fields = query["labelSelector"], query["fieldSelector"]
    chosen = f' that match label selector "{labels}", field selector "{fields}"'
    begun = (
        f"Unable to find {what}{chosen}"
        if labels or fields
        else f"Unable to list {what}"
    )
    return ApiError(
        {**error.status, "message": f"{begun}: {error.message}"}, error.source
    )


def _selects(kubectl: Kubectl) -> bool:
    return bool(kubectl.flags.get("selector") or kubectl.flags.get("field-selector"))


def _space(kubectl: Kubectl, resource: Resource) -> str:
    return kubectl.namespace if resource.namespaced else ""


def from_files(kubectl: Kubectl, names: list[str]) -> Iterator[Info]:
    """The objects in files; `-` is what is piped in. Raises KubectlError."""
    for name in names:
        for source, text in _texts(kubectl, name):
            for body in documents(source, text):
                yield from _objects(kubectl, source, body)


def _texts(kubectl: Kubectl, name: str) -> Iterator[tuple[str, str]]:
    if name == "-":
        yield "STDIN", kubectl.call.typed()
        return
    if name.startswith(("http://", "https://")):
        raise KubectlError(
            f'unable to read URL "{name}": nothing leaves this machine; paste the file, '
            "or name a sample: `ls samples`"
        )
    path = resolved(kubectl.session.folder, name)
    files = kubectl.session.files
    if files.is_folder(path):
        inside = [one for one in files.inside(path) if one.endswith(YAML_ENDS)]
        for one in inside:
            yield f"{name.rstrip('/')}/{one}", files.read(f"{path.rstrip('/')}/{one}")
        if not inside:
            raise KubectlError(
                f"error reading [{name}]: recognized file extensions are [.json .yaml .yml]"
            )
        return
    try:
        text = files.read(path)
    except FileError as error:
        text = samples.text(name)
        if not text:
            raise KubectlError(f'the path "{name}" does not exist') from error
    yield name, text


def documents(source: str, text: str) -> Iterator[Doc]:
    """The documents of a YAML or JSON text. Raises KubectlError."""
    try:
        for part in _parts(text):
            body = _json(part) or yaml_text.parsed(part.encode())
            if body is None:
                continue
            if not isinstance(body, dict):
                raise KubectlError(
                    f'error validating "{source}": error validating data: invalid object '
                    "to validate; if you choose to ignore these errors, turn validation "
                    "off with --validate=false"
                )
            yield body
    except ValueError as error:
        raise KubectlError(
            f"error parsing {source}: error converting YAML to JSON: {error}"
        ) from error


def _json(text: str) -> Any:
    """The value of a text that is JSON; None where it is not."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parts(text: str) -> list[str]:
    """A stream's documents, apart: each is read on its own."""
    parts: list[list[str]] = [[]]
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"):
        if line == "---" or line.startswith("--- "):
            parts.append([])
        else:
            parts[-1].append(line)
    return ["\n".join(lines) for lines in parts if any(map(str.strip, lines))]


def _objects(kubectl: Kubectl, source: str, body: Doc) -> Iterator[Info]:
    kind, version = body.get("kind") or "", body.get("apiVersion") or ""
    if not kind or not version:
        missing = [
            f"{name} not set"
            for name, value in (("apiVersion", version), ("kind", kind))
            if not value
        ]
        raise KubectlError(
            f'error validating "{source}": error validating data: '
            f"[{', '.join(missing)}]; if you choose to ignore these errors, turn "
            "validation off with --validate=false"
            if len(missing) > 1
            else f'error validating "{source}": error validating data: {missing[0]}; if '
            "you choose to ignore these errors, turn validation off with --validate=false"
        )
    if kind.endswith("List") and isinstance(body.get("items"), list):
        for item in body["items"]:
            yield from _objects(kubectl, source, item)
        return
    resource = resources.of_kind(kubectl.client, version, kind)
    if resource is None:
        name = (body.get("metadata") or {}).get("name", "")
        space = (body.get("metadata") or {}).get("namespace", "")
        raise KubectlError(
            f'resource mapping not found for name: "{name}" namespace: "{space}" from '
            f'"{source}": no matches for kind "{kind}" in version "{version}"\n'
            "ensure CRDs are installed first"
        )
    yield _info(kubectl, resource, body, source)


def _info(kubectl: Kubectl, resource: Resource, body: Doc, source: str) -> Info:
    meta = body.get("metadata") or {}
    space = str(meta.get("namespace") or "")
    wanted = kubectl.flags["namespace"]
    if resource.namespaced and space and wanted and space != wanted:
        raise KubectlError(
            f'the namespace from the provided object "{space}" does not match the '
            f"namespace \"{wanted}\". You must pass '--namespace={space}' to perform this "
            "operation."
        )
    own = (space or kubectl.namespace) if resource.namespaced else ""
    return Info(resource, own, str(meta.get("name") or ""), body, source)
