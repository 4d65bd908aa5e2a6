"""What a door asks the core to do: plain values, one class per kind of request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Doc: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Caller:
    """An authenticated AWS principal, as `sts get-caller-identity` would show it.

    `arn` is the ARN that STS answers (user or assumed-role); `principal_id` is the
    unique id (AIDA…, or AROA…:session). `source` says which hand did it, for the
    event stream: `console`, `sdk`, `terminal`, `task`, `cloudformation`.
    """

    account: str
    arn: str
    region: str
    principal_id: str
    access_key_id: str = ""
    source: str = "sdk"


@dataclass(frozen=True)
class User:
    """An authenticated Kubernetes user, as `kubectl auth whoami` would show it."""

    name: str
    uid: str = ""
    groups: tuple[str, ...] = ()
    extra: tuple[tuple[str, tuple[str, ...]], ...] = ()
    policies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """EKS access policies: (policy name, namespaces); no namespaces = cluster."""


@dataclass(frozen=True)
class AwsCall:
    """One call of an AWS operation, e.g. `eks:CreateCluster`."""

    caller: Caller
    action: str
    request: Doc


@dataclass(frozen=True)
class KubeCall:
    """One write to a cluster's Kubernetes API.

    `verb` is Kubernetes' (create, update, patch, delete, deletecollection);
    `resource` and `group` name the collection, `subresource` may be "status" etc.
    `patch_type` is the patch's media type; `options` are the query parameters.
    """

    user: User
    cluster: str
    verb: str
    group: str
    version: str
    resource: str
    namespace: str = ""
    name: str = ""
    subresource: str = ""
    body: Any = None
    patch_type: str = ""
    options: Doc = field(default_factory=dict)
    manager: str = "unknown"
    source: str = "kubectl"


@dataclass(frozen=True)
class ClockCall:
    """Change the sandbox's clock: a mode, a step to the next event, or a skip."""

    mode: str = ""
    step: bool = False
    skip: float = 0.0
    who: str = "you"


@dataclass(frozen=True)
class FaultCall:
    """Cause a platform failure that only a simulation can offer."""

    fault: str
    kind: str
    scope: str
    name: str
    who: str = "you"


@dataclass(frozen=True)
class StartCall:
    """Lay out a new account: its number and region, then every starter's part."""

    account: str
    region: str


@dataclass(frozen=True)
class StepCall:
    """Note how a getting-started step stands; `seen` is the revision looked at."""

    step: str
    seen: int
    fields: Doc
    say: str = ""
    who: str = "you"


Command: TypeAlias = AwsCall | KubeCall | ClockCall | FaultCall | StartCall | StepCall
