"""A cluster with two nodes, an app on them, and no waiting for what does not answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from clusters.apiserver import clusters_here
from clusters.terminal.network import asking
from clusters.terminal.programs import dns, ssh
from clusters.terminal.session import Session
from tests.terminal import at_work
from tests.terminal.lines import out


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    for module in (asking, dns, ssh):
        monkeypatch.setattr(module, "HELD", 0.01)
    monkeypatch.setattr(clusters_here, "TIMED_OUT_AFTER", 0.01)


@dataclass(frozen=True)
class Net:
    """A terminal, and names of what stands in its network."""

    session: Session
    instances: tuple[str, ...]
    group: str

    def opened(self, port: str) -> None:
        """Let the internet in on a port of the nodes."""
        out(
            self.session,
            f"aws ec2 authorize-security-group-ingress --group-id {self.group} "
            f"--protocol tcp --port {port} --cidr 0.0.0.0/0",
        )

    def of(self, what: str) -> str:
        """A field that kubectl prints: `svc web .spec.clusterIP`."""
        *words, path = what.split()
        line = f'kubectl get {" ".join(words)} -o "jsonpath={{{path}}}"'
        return out(self.session, line)

    def stand(self, instance: str) -> None:
        self.session.place = instance


@pytest.fixture
def net(terminal) -> Net:
    found = terminal.session.world().list("ec2.Instance")
    nodes = [(key, doc) for key, doc in found if doc["State"]["Name"] == "running"]
    group = nodes[0][1]["SecurityGroups"][0]["GroupId"]
    return Net(terminal.session, tuple(key.name for key, _ in nodes), group)


@pytest.fixture(scope="module")
def _app(door, loop):
    """nginx, by a load balancer and by a node port."""
    session = at_work.terminal(door, loop, "default").session
    out(session, "kubectl create deployment web --image=nginx")
    out(session, "kubectl expose deploy/web --port 80 --type LoadBalancer --name lb")
    out(session, "kubectl expose deploy/web --port 80 --type NodePort --name np")


@pytest.fixture
def app(_app, net) -> Net:
    return net
