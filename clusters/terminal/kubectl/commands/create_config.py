"""kubectl create namespace, configmap, secret, serviceaccount, token and small kinds."""

from __future__ import annotations

import base64
import json
import posixpath
from collections.abc import Iterator

from clusters.terminal.files import FileError, resolved
from clusters.terminal.kubectl import changing, generating
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command, commands
from clusters.terminal.kubectl.errors import NOT_HERE, ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.help import of as told_of
from clusters.terminal.kubectl.resources import find
from clusters.terminal.program import Exit

FROM = (
    Flag("from-literal", kind="array", help="KEY=VALUE"),
    Flag("from-file", kind="list", help="[KEY=]FILE", known="file"),
    Flag("from-env-file", kind="list", help="A file of KEY=VALUE lines", known="file"),
)
APPEND_HASH = Flag("append-hash", kind="bool", help="Put a hash behind the name")


@command(
    "create namespace",
    "Create a namespace",
    *generating.FLAGS,
    usage="create namespace NAME",
    examples=("kubectl create namespace shop",),
    aliases=("create ns",),
)
def namespace(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    rest: Doc = {"spec": {}, "status": {}}
    yield from generating.made(kubectl, "v1", "Namespace", name, rest)


@command(
    "create configmap",
    "Create a ConfigMap from literals and files",
    *generating.FLAGS,
    *FROM,
    APPEND_HASH,
    usage="create configmap NAME --from-literal=KEY=VALUE",
    examples=("kubectl create configmap settings --from-literal=colour=teal",),
    aliases=("create cm",),
)
def configmap(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    _refuse_hash(kubectl)
    data = _data(kubectl)
    rest: Doc = {"data": data} if data else {}
    yield from generating.made(kubectl, "v1", "ConfigMap", name, rest)


def _refuse_hash(kubectl: Kubectl) -> None:
    if kubectl.flags["append-hash"]:
        raise KubectlError(f"--append-hash: {NOT_HERE}")


def _data(kubectl: Kubectl) -> dict[str, str]:
    """What the flags say, by key. Raises KubectlError."""
    flags = kubectl.flags
    if flags["from-env-file"] and (flags["from-file"] or flags["from-literal"]):
        raise KubectlError(
            "from-env-file cannot be combined with from-file or from-literal"
        )
    data: dict[str, str] = {}
    for key, value in (*_literals(kubectl), *_files(kubectl), *_env_files(kubectl)):
        if key in data:
            raise KubectlError(
                f'cannot add key "{key}", another key by that name already exists in '
                f'Data for ConfigMap "{kubectl.args[0]}"'
            )
        data[key] = value
    return data


def _literals(kubectl: Kubectl) -> Iterator[tuple[str, str]]:
    for text in kubectl.flags["from-literal"]:
        key, equals, value = text.partition("=")
        if not key or not equals:
            raise KubectlError(f"invalid literal source {text}, expected key=value")
        yield key, value.strip("'\"") if value[:1] == value[-1:] else value


def _files(kubectl: Kubectl) -> Iterator[tuple[str, str]]:
    for text in kubectl.flags["from-file"]:
        key, equals, path = text.partition("=")
        if not equals:
            key, path = "", text
        whole = resolved(kubectl.session.folder, path)
        if kubectl.session.files.is_folder(whole) and not equals:
            for name in kubectl.session.files.inside(whole):
                if not name.endswith("/"):
                    yield name, _read(kubectl, f"{path}/{name}")
            continue
        yield key or posixpath.basename(path), _read(kubectl, path)


def _read(kubectl: Kubectl, path: str) -> str:
    try:
        return kubectl.session.files.read(resolved(kubectl.session.folder, path))
    except FileError as error:
        reason = error.reason[0].lower() + error.reason[1:]
        if error.reason.startswith("No such"):
            raise KubectlError(f"error reading {path}: {reason}") from error
        raise KubectlError(f"read {path}: {reason}") from error


def _env_files(kubectl: Kubectl) -> Iterator[tuple[str, str]]:
    for path in kubectl.flags["from-env-file"]:
        for line in _read(kubectl, path).splitlines():
            text = line.lstrip()
            if text and not text.startswith("#"):
                key, _, value = text.partition("=")
                yield key, value


SECRET_FLAGS = (*generating.FLAGS, *FROM, APPEND_HASH)


@command(
    "create secret generic",
    "Create a Secret from literals and files",
    *SECRET_FLAGS,
    Flag("type", help="The type of the Secret"),
    usage="create secret generic NAME --from-literal=KEY=VALUE",
    examples=("kubectl create secret generic db --from-literal=password=change-me",),
)
def generic(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    _refuse_hash(kubectl)
    data = {key: _encoded(value) for key, value in _data(kubectl).items()}
    rest: Doc = {"data": data} if data else {}
    if kubectl.flags["type"]:
        rest["type"] = kubectl.flags["type"]
    yield from generating.made(kubectl, "v1", "Secret", name, rest)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@command(
    "create secret docker-registry",
    "Create a Secret with which images are pulled",
    *SECRET_FLAGS,
    Flag("docker-server", default="https://index.docker.io/v1/", help="The registry"),
    Flag("docker-username", help="The name"),
    Flag("docker-password", help="The password"),
    Flag("docker-email", help="The address"),
    usage="create secret docker-registry NAME --docker-username=USER --docker-password=PASSWORD",
    examples=(
        "kubectl create secret docker-registry pull --docker-username=me --docker-password=it",
    ),
)
def docker_registry(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    flags = kubectl.flags
    if not flags["docker-username"] or not flags["docker-password"]:
        raise KubectlError(
            "either --from-file or the combination of --docker-username, "
            "--docker-password and --docker-server is required"
        )
    user, password = flags["docker-username"], flags["docker-password"]
    auth: Doc = {"username": user, "password": password}
    if flags["docker-email"]:
        auth["email"] = flags["docker-email"]
    auth["auth"] = _encoded(f"{user}:{password}")
    config = {"auths": {flags["docker-server"]: auth}}
    data = {".dockerconfigjson": _encoded(json.dumps(config, separators=(",", ":")))}
    rest: Doc = {"data": data, "type": "kubernetes.io/dockerconfigjson"}
    yield from generating.made(kubectl, "v1", "Secret", name, rest)


@command(
    "create secret tls",
    "Create a Secret with a certificate",
    *generating.FLAGS,
    APPEND_HASH,
    Flag("cert", help="The certificate's file", known="file"),
    Flag("key", help="The key's file", known="file"),
    usage="create secret tls NAME --cert=FILE --key=FILE",
    examples=("kubectl create secret tls shop --cert=tls.crt --key=tls.key",),
)
def tls(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    if not (kubectl.flags["cert"] and kubectl.flags["key"]):
        raise KubectlError("key and cert must be specified")
    data = {
        "tls.crt": _encoded(_read(kubectl, kubectl.flags["cert"])),
        "tls.key": _encoded(_read(kubectl, kubectl.flags["key"])),
    }
    rest: Doc = {"data": data, "type": "kubernetes.io/tls"}
    yield from generating.made(kubectl, "v1", "Secret", name, rest)


@command(
    "create serviceaccount",
    "Create a service account",
    *generating.FLAGS,
    usage="create serviceaccount NAME",
    examples=("kubectl create serviceaccount reader",),
    aliases=("create sa",),
)
def serviceaccount(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    yield from generating.made(kubectl, "v1", "ServiceAccount", name, {})


@command(
    "create token",
    "Ask for a token of a service account",
    changing.OUTPUT,
    Flag("audience", kind="array", help="Who takes it"),
    Flag("duration", kind="duration", default=0.0, help="How long it counts"),
    Flag("bound-object-kind", help="Pod or Secret"),
    Flag("bound-object-name", help="The name of that object"),
    Flag("bound-object-uid", help="The UID of that object"),
    usage="create token NAME",
    examples=("kubectl create token reader --duration=10m",),
)
def token(kubectl: Kubectl) -> Iterator[str]:
    name = generating.name_of(kubectl)
    if kubectl.flags["bound-object-kind"]:
        raise KubectlError(f"--bound-object-kind: {NOT_HERE}")
    spec: Doc = {"audiences": kubectl.flags["audience"] or None}
    if kubectl.flags["duration"]:
        spec["expirationSeconds"] = int(kubectl.flags["duration"])
    resource = find(kubectl.client, "serviceaccounts")
    assert resource is not None
    path = resource.path(kubectl.namespace, name, "token")
    body = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "metadata": {},
        "spec": {k: v for k, v in spec.items() if v},
    }
    try:
        answer = kubectl.client.ask("POST", path, body)
    except ApiError as error:
        raise KubectlError(f"failed to create token: {error.message}") from error
    yield changing.shown(kubectl, answer) or answer["status"]["token"] + "\n"


@command(
    "create secret", "Create a Secret of one of three types", usage="create secret TYPE"
)
def secret(_kubectl: Kubectl) -> Iterator[str]:
    yield told_of(commands["create secret"])
    raise Exit(1)
