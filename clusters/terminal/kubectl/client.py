"""HTTP to the cluster's API, as the user that the kubeconfig names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from clusters.terminal import wire
from clusters.terminal.kubectl import tokens
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import duration
from clusters.terminal.kubectl.kubeconfig import NO_SERVER, Chosen
from clusters.terminal.session import Session

JSON = "application/json"
TABLE = (
    "application/json;as=Table;v=v1;g=meta.k8s.io,"
    "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"
)
AGENT = "kubectl/v1.35.0 (linux/amd64) halfplane-terminal"
WARNING = '299 - "'
Doc = dict[str, Any]


@dataclass
class Client:
    """A way to one API server. `warnings` collects what it warned of, until told."""

    session: Session
    chosen: Chosen
    variables: Mapping[str, str]
    flags: Mapping[str, Any]
    warnings: list[str] = field(default_factory=list)
    _base: str = ""
    _headers: dict[str, str | list[str]] = field(default_factory=dict)

    def get(self, path: str, accept: str = JSON, **query: str) -> Doc:
        """A GET's body. Raises ApiError."""
        return self.ask("GET", path, accept=accept, query=query)

    def ask(  # noqa: PLR0913 the parts of an HTTP request
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        accept: str = JSON,
        content_type: str = JSON,
        query: Mapping[str, str] | None = None,
    ) -> Doc:
        """One request, answered with JSON. Raises ApiError and KubectlError."""
        reply = self.send(
            method, path, body, accept=accept, content_type=content_type, query=query
        )
        return dict(json.loads(reply.body() or b"{}"))

    def text(self, path: str, **query: str) -> str:
        """A GET whose answer is text. Raises ApiError."""
        return self.send("GET", path, accept="*/*", query=query).body().decode()

    def events(self, path: str, accept: str = JSON, **query: str) -> Iterator[Doc]:
        """A watch's events as they come. Raises ApiError."""
        reply = self.send("GET", path, accept=accept, query={**query, "watch": "true"})
        for line in reply.lines():
            yield json.loads(line)

    def send(  # noqa: PLR0913 the parts of an HTTP request
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        accept: str = JSON,
        content_type: str = JSON,
        query: Mapping[str, str] | None = None,
    ) -> wire.Reply:
        """One request; the answer's body is still to come. Raises ApiError."""
        self._connect()
        headers = {
            **self._headers,
            "accept": accept,
            "user-agent": AGENT,
            **({"content-type": content_type} if body is not None else {}),
        }
        reply = wire.send(
            self.session,
            method,
            self._base + path,
            query=urlencode({k: v for k, v in (query or {}).items() if v != ""}),
            headers=headers,
            body=b"" if body is None else json.dumps(body).encode(),
        )
        self._hear_warnings(reply)
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise _refused(reply)
        return reply

    def _hear_warnings(self, reply: wire.Reply) -> None:
        for name, value in reply.headers:
            if name == "warning" and value.startswith(WARNING):
                text = value.removeprefix(WARNING).removesuffix('"')
                text = text.replace('\\"', '"').replace("\\\\", "\\")
                if text not in self.warnings:
                    self.warnings.append(text)

    def _connect(self) -> None:
        """Find the server's path, and who asks. Raises KubectlError."""
        if self._base:
            return
        server = urlsplit(self.chosen.server)
        if server.netloc != urlsplit(settings.KUBE_URL).netloc:
            raise _unreachable(self.chosen.server)
        _check_timeout(str(self.flags.get("request-timeout") or "0"))
        self._base = server.path.rstrip("/")
        token = self.flags.get("token") or self._token()
        if token:
            self._headers["authorization"] = f"Bearer {token}"
        if self.flags.get("as"):
            self._headers["impersonate-user"] = self.flags["as"]
        if self.flags.get("as-group"):
            self._headers["impersonate-group"] = list(self.flags["as-group"])
        if self.flags.get("as-uid"):
            self._headers["impersonate-uid"] = self.flags["as-uid"]

    def _token(self) -> str:
        user = self.chosen.user
        if user.get("token"):
            return str(user["token"])
        plugin = user.get("exec")
        if not plugin:
            return ""
        return _plugged(self.session, self.variables, plugin)


def _check_timeout(text: str) -> None:
    try:
        if not text.isdigit():
            duration(text)
    except ValueError as error:
        raise KubectlError(
            "Invalid timeout value. Timeout must be a single integer in seconds, or an "
            "integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)"
        ) from error


def _plugged(session: Session, variables: Mapping[str, str], plugin: Any) -> str:
    """The token of an exec plugin; the one that is known is `aws eks get-token`."""
    command, words = (
        str(plugin.get("command", "")),
        [str(word) for word in plugin.get("args") or ()],
    )
    known = {
        name: words[words.index(name) + 1]
        for name in ("--cluster-name", "--region", "--role-arn", "--role")
        if name in words[:-1]
    }
    if command != "aws" or "get-token" not in words or "--cluster-name" not in known:
        raise KubectlError(
            f"Unable to connect to the server: getting credentials: exec: executable "
            f"{command} not found",
            plain=True,
        )
    own = {str(e["name"]): str(e["value"]) for e in plugin.get("env") or ()}
    variables = {**variables, **own}
    wanted = tokens.Wanted(
        known["--cluster-name"],
        known.get("--region") or variables.get("AWS_DEFAULT_REGION", "us-east-1"),
        known.get("--role-arn") or known.get("--role", ""),
    )
    try:
        return tokens.minted(session, variables, wanted)
    except tokens.NoToken as error:
        raise KubectlError(
            f"\n{error}\nUnable to connect to the server: getting credentials: exec: "
            f"executable {command} failed with exit code 255",
            plain=True,
        ) from error


def _unreachable(server: str) -> KubectlError:
    if server == NO_SERVER:
        return KubectlError(
            "The connection to the server localhost:8080 was refused - did you specify "
            "the right host or port?",
            plain=True,
        )
    host = urlsplit(server).hostname or server
    return KubectlError(
        f"Unable to connect to the server: dial tcp: lookup {host}: no such host",
        plain=True,
    )


def _refused(reply: wire.Reply) -> Exception:
    body = reply.body()
    try:
        status = json.loads(body)
    except ValueError:
        status = {}
    if isinstance(status, dict) and status.get("kind") == "Status":
        if status.get("code") == HTTPStatus.UNAUTHORIZED:
            # kubectl reads no body here: it says what a client makes of the code.
            status["message"] = (
                "the server has asked for the client to provide credentials"
            )
        return ApiError(status)
    text = body.decode("utf-8", "replace").strip()
    return ApiError(
        {
            "message": text or "the server could not find the requested resource",
            "reason": "NotFound" if reply.status == HTTPStatus.NOT_FOUND else "",
            "code": reply.status,
        }
    )
