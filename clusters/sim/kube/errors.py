"""What the Kubernetes API says when it will not: each refusal is a Status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.errors import Refusal
from clusters.sim.kube.fields import Problem, message

REASONS = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    422: "Invalid",
    429: "TooManyRequests",
    500: "InternalError",
    503: "ServiceUnavailable",
}


class KubeRefusal(Refusal):
    """A Status of failure: `code` is its reason, `status` the HTTP code."""

    def body(self) -> dict[str, Any]:
        """The Status that clients get."""
        return status(self)


def status(refusal: Refusal) -> dict[str, Any]:
    """Any Refusal as a Status document."""
    known = isinstance(refusal, KubeRefusal)
    reason = refusal.code if known else REASONS.get(refusal.status, "")
    out: dict[str, Any] = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": refusal.message,
    }
    if reason:
        out["reason"] = reason
    if known and refusal.details:
        out["details"] = refusal.details
    return {**out, "code": refusal.status}


def _named(resource: str, name: str = "") -> dict[str, Any]:
    """`details` of a refusal about `deployments.apps "web"`."""
    plural, _, group = resource.partition(".")
    parts = {"name": name, "group": group, "kind": plural}
    return {key: value for key, value in parts.items() if value}


class NotFound(KubeRefusal):
    def __init__(self, resource: str, name: str) -> None:
        text = f'{resource} "{name}" not found'
        super().__init__("NotFound", text, 404, **_named(resource, name))


class UnknownPath(KubeRefusal):
    """A resource, subresource or path that the server does not have."""

    def __init__(self) -> None:
        text = "the server could not find the requested resource"
        super().__init__("NotFound", text, 404)


class AlreadyExists(KubeRefusal):
    def __init__(self, resource: str, name: str) -> None:
        text = f'{resource} "{name}" already exists'
        super().__init__("AlreadyExists", text, 409, **_named(resource, name))


MODIFIED = (
    "the object has been modified; please apply your changes to the latest "
    "version and try again"
)


class Conflict(KubeRefusal):
    def __init__(self, resource: str, name: str, why: str = MODIFIED) -> None:
        text = f'Operation cannot be fulfilled on {resource} "{name}": {why}'
        super().__init__("Conflict", text, 409, **_named(resource, name))


class Forbidden(KubeRefusal):
    """`pods "x" is forbidden: why`; without a name `pods is forbidden: why`."""

    def __init__(self, resource: str, name: str, why: str, **details: Any) -> None:
        what = f'{resource} "{name}"' if name else resource
        told = {**_named(resource, name), **details}
        super().__init__("Forbidden", f"{what} is forbidden: {why}", 403, **told)


class Invalid(KubeRefusal):
    """Field errors; `kind` is qualified: `Deployment.apps`."""

    def __init__(
        self, kind: str, name: str, problems: Sequence[Problem], minor: int
    ) -> None:
        bare, _, group = kind.partition(".")
        texts = [f"{p.path}: {message(p, minor)}" for p in problems]
        told = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
        causes = [
            {"reason": p.reason, "message": message(p, minor), "field": p.path}
            for p in problems
        ]
        details = {"name": name, "group": group, "kind": bare}
        super().__init__(
            "Invalid",
            f'{kind} "{name}" is invalid: {told}',
            422,
            **{key: value for key, value in details.items() if value},
            causes=causes,
        )
        self.problems = list(problems)


class BadRequest(KubeRefusal):
    def __init__(self, text: str, **details: Any) -> None:
        super().__init__("BadRequest", text, 400, **details)


class Rejected(KubeRefusal):
    """A patch that cannot be applied to the live object (422, no field errors)."""

    def __init__(self, text: str) -> None:
        super().__init__("Invalid", text, 422)


class MethodNotAllowed(KubeRefusal):
    def __init__(self) -> None:
        text = "the server does not allow this method on the requested resource"
        super().__init__("MethodNotAllowed", text, 405)


class Expired(KubeRefusal):
    def __init__(self, text: str) -> None:
        super().__init__("Expired", text, 410)


class TooManyRequests(KubeRefusal):
    def __init__(self, text: str, **details: Any) -> None:
        super().__init__("TooManyRequests", text, 429, **details)


class EtcdRefusal(KubeRefusal):
    """An error of etcd, which the API server passes on in etcd's own words."""

    def __init__(self, text: str) -> None:
        super().__init__("", f"etcdserver: {text}", 500)
