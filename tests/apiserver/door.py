"""A client of the Kubernetes door that needs no server: it speaks ASGI to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from clusters import callers, runtime
from clusters.apiserver.app import application
from clusters.models import Sandbox
from clusters.sim.commands import AwsCall
from clusters.sim.world import Key

REGION = "us-west-2"
WAIT = 10.0


@dataclass
class Reply:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    warnings: list[str]

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def message(self) -> str:
        return self.json()["message"]


@dataclass
class Streamed:
    """The lines of an answer under way; `line()` waits for the next."""

    lines: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)

    async def line(self) -> Any:
        """The next line, or None at the end."""
        async with asyncio.timeout(WAIT):
            return await self.lines.get()

    async def event(self) -> Any:
        line = await self.line()
        return None if line is None else json.loads(line)

    async def events(self, count: int) -> list[Any]:
        return [await self.event() for _ in range(count)]


@dataclass
class Door:
    """One cluster's API, with a token of the sandbox's own user."""

    sandbox: Sandbox
    cluster: str
    token: str
    region: str = REGION

    async def aws(self, action: str, **request: Any) -> Any:
        """A call by the sandbox's own user, from within a running loop."""
        return await asyncio.to_thread(self.aws_now, action, **request)

    def aws_now(self, action: str, **request: Any) -> Any:
        me = callers.learner(runtime.read(self.sandbox.id), "sdk")
        return runtime.execute(self.sandbox.id, AwsCall(me, action, request))

    def scope(self, method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
        path, _, query = path.partition("?")
        raw = f"/k8s/{self.region}/{self.cluster}{path}"
        own = {"host": "door", "authorization": f"Bearer {self.token}"}
        sent = {name: value for name, value in {**own, **headers}.items() if value}
        return {
            "type": "http",
            "method": method,
            "path": raw,
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "headers": [(n.lower().encode(), v.encode()) for n, v in sent.items()],
        }

    async def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> Reply:
        """One request. A body that is not bytes is sent as JSON."""
        sent = [] if body is None else [body]
        chunks = [b if isinstance(b, bytes) else json.dumps(b).encode() for b in sent]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        got: list[Any] = []

        async def receive() -> dict[str, Any]:
            data = chunks.pop(0) if chunks else b""
            return {"type": "http.request", "body": data, "more_body": bool(chunks)}

        async def send(message: dict[str, Any]) -> None:
            got.append(message)

        await application(self.scope(method, path, named), receive, send)
        start = got[0]
        pairs = [(n.decode(), v.decode("latin-1")) for n, v in start["headers"]]
        content = b"".join(m.get("body", b"") for m in got[1:])
        warnings = [value for name, value in pairs if name == "warning"]
        return Reply(start["status"], dict(pairs), content, warnings)

    @asynccontextmanager
    async def stream(self, path: str, **headers: str) -> AsyncIterator[Streamed]:
        """A request whose answer goes on; its client leaves with the block."""
        out, begun, leaving = Streamed(), asyncio.Event(), asyncio.Event()
        rest = b""

        async def receive() -> dict[str, Any]:
            await leaving.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            nonlocal rest
            begun.set()
            *whole, rest = (rest + message.get("body", b"")).split(b"\n")
            for line in whole:
                out.lines.put_nowait(line)

        async def run() -> None:
            await application(self.scope("GET", path, headers), receive, send)
            if rest:
                out.lines.put_nowait(rest)
            out.lines.put_nowait(None)

        task = asyncio.ensure_future(run())
        try:
            async with asyncio.timeout(WAIT):
                await begun.wait()
            yield out
        finally:
            leaving.set()
            async with asyncio.timeout(WAIT):
                await task

    def config_map(self, name: str, **data: str) -> dict[str, Any]:
        return {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": name},
            "data": data,
        }


CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"
DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"


def deployment(name: str, **spec: Any) -> dict[str, Any]:
    """A Deployment that nothing is wrong with."""
    labels = {"app": name}
    containers = [{"name": "web", "image": "nginx"}]
    template = {"metadata": {"labels": labels}, "spec": {"containers": containers}}
    spec = {"selector": {"matchLabels": labels}, "template": template, **spec}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": spec,
    }


def opened(seed: int) -> Door:
    """The door of a new cluster without nodes, in a sandbox of its own."""
    sandbox = runtime.create(f"door-{seed}", speed="instant", seed=seed)
    arn = f"arn:aws:iam::{sandbox.account}:user/learner"
    door = Door(sandbox, "", callers.issue_kube_token(sandbox.id, arn))
    create_cluster(door)
    return door


def create_cluster(door: Door) -> None:
    """Make the cluster that the door leads to from now on."""
    subnets = runtime.read(door.sandbox.id).list("ec2.Subnet")
    door.aws_now(
        "eks:CreateCluster",
        name="demo",
        roleArn=f"arn:aws:iam::{door.sandbox.account}:role/eksClusterRole",
        resourcesVpcConfig={"subnetIds": [key.name for key, _ in subnets]},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    made = runtime.read(door.sandbox.id).find(Key("eks.Cluster", REGION, "demo"))
    assert made is not None
    door.cluster = made["_"]["id"]


def with_nodes(door: Door) -> Door:
    """The same door once two nodes are Ready."""
    subnets = runtime.read(door.sandbox.id).list("ec2.Subnet")
    door.aws_now(
        "eks:CreateNodegroup",
        clusterName="demo",
        nodegroupName="web",
        nodeRole=f"arn:aws:iam::{door.sandbox.account}:role/AmazonEKSNodeRole",
        subnets=[key.name for key, _ in subnets],
    )
    return door
