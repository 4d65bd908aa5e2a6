"""kubectl rollout and wait as the real ones print them."""

from __future__ import annotations

import pytest

from tests.e2e.kube_server import Kubectl
from tests.e2e.terminal.judge import Judge
from tests.e2e.terminal.looking import newest_only

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]
AVAILABLE = '{.status.conditions[?(@.type=="Available")].status}'
NOWHERE = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {nodeSelector: {never: here}, containers: [{name: a, image: nginx}]}
"""


@pytest.fixture(scope="module")
def both(judge) -> Judge:
    """The same objects in both namespaces."""
    for space in (judge.real.namespace, judge.namespace):
        kubectl = Kubectl(judge.real.program, judge.real.folder, space)
        kubectl.ok("create", "deployment", "web", "--image=nginx:1.26")
        kubectl.ok("create", "configmap", "settings")
        kubectl.ok("apply", "-f", "-", stdin=NOWHERE)
        kubectl.ok("rollout", "status", "deploy/web", "--timeout=25s")
    return judge


def test_a_rollout_from_its_start_to_its_undoing(both):
    newest_only(both)
    for line in (
        "rollout status deploy/web",
        "rollout history deploy/web",
        "rollout undo deploy/web",
        "rollout undo deploy/web --to-revision=1",
        "rollout restart deploy/web",
        "rollout status deploy web --timeout=25s --watch=true -w=false --revision=2",
        "rollout history deploy/web",
        "rollout undo deploy/web --dry-run=client",
        "rollout undo deploy/web --dry-run=server",
        "rollout undo deploy/web",
        "rollout history deploy/web",
        "rollout history deploy/web --revision=3",
        "rollout undo deploy/web --to-revision=2 -o name",
        "rollout history deploy ds",
        "rollout pause deploy/web",
        "rollout pause deploy/web",
        "rollout restart deploy/web",
        "rollout undo deploy/web",
        "rollout resume deploy/web",
        "rollout resume deploy/web",
        "get rs --no-headers -o jsonpath={.items[*].metadata.annotations}",
    ):
        both.same(line)


def test_the_revisions_of_a_daemon_set(both):
    newest_only(both)
    for line in (
        "rollout status ds/agent",
        "rollout undo ds/agent",
        "rollout restart ds/agent",
        "rollout history ds/agent",
        "rollout history ds/agent --revision=2",
        "rollout undo ds/agent --dry-run=client",
        "rollout undo ds/agent",
        "rollout undo ds/agent --to-revision=7",
        "rollout history ds",
    ):
        both.same(line)


@pytest.mark.parametrize(
    "line",
    [
        "rollout foo",
        *(f"rollout {verb}" for verb in ("status", "history", "undo", "restart")),
        *(f"rollout {verb}" for verb in ("pause", "resume")),
        *(
            f"rollout {verb} deploy/nobody"
            for verb in ("status", "history", "undo", "restart", "pause", "resume")
        ),
        *(
            f"rollout {verb} cm/settings"
            for verb in ("status", "history", "undo", "restart", "pause", "resume")
        ),
        *(
            f"rollout {verb} deploy -l x=y"
            for verb in ("history", "undo", "restart", "pause")
        ),
        *(
            f"rollout {verb} deploy/web --as=bob"
            for verb in ("status", "history", "undo", "restart")
        ),
        "rollout pause ds/agent",
        "rollout status -l app=web",
        "rollout status deploy/web cm/settings",
        "rollout status cm",
        "rollout status deploy/web --foo",
        "rollout status deploy/web --timeout=x",
        "rollout status deploy/web --revision=-1",
        "rollout status deploy/web --revision=77",
        "rollout status -f /nosuch",
        "rollout history deploy/web --revision=77",
        "rollout history deploy/web --revision=x",
        "rollout history deploy/web --revision=-1",
        "rollout undo deploy/web --to-revision=77",
        "rollout undo deploy/web --to-revision=-1",
        "rollout undo deploy/web --dry-run=x",
        "rollout restart deploy/web --dry-run=client",
    ],
)
def test_it_refuses_as_the_real_one(both, line):
    both.same(line)


@pytest.mark.parametrize(
    "line",
    [
        "wait deploy/web --for=condition=Available",
        "wait deploy web --for=condition=available=TRUE -o name",
        "wait deploy -l app=web --for=condition=Available --timeout=0",
        "wait deploy --field-selector=metadata.name=web --for=condition=Available",
        "wait deploy/nobody --for=delete",
        "wait --for=delete pod nobody nothing",
        "wait pod -l app=none --for=delete --timeout=1s",
        "wait deploy/web --for=jsonpath={.status.readyReplicas}=1",
        "wait deploy/web --for=jsonpath=.status.readyReplicas=1",
        "wait ns/default --for=jsonpath={.status.phase}=Active",
    ],
)
def test_it_waits_as_the_real_one(both, line):
    both.same(line)


@pytest.mark.parametrize(
    "line",
    [
        "wait",
        "wait pod",
        "wait pod --for=condition=Ready",
        "wait deploy/web --for=foo",
        "wait deploy/web --for=CONDITION=Available",
        "wait deploy/web --for=condition=Nope --timeout=0",
        "wait deploy/web --for=condition=Nope --timeout=1s",
        "wait deploy/web --for=condition=Available=false --timeout=1s",
        "wait deploy/nobody --for=condition=Available",
        "wait deploy/web deploy/nobody --for=condition=Available",
        "wait deploy,ds --all --for=condition=Available --timeout=1s",
        "wait pod -l app=none --for=condition=Ready",
        "wait unicorns/x --for=delete",
        "wait deploy/web --for=condition=Available --as=bob",
        "wait deploy/web --for=condition=Available --timeout=x",
        "wait deploy/web --for=jsonpath={.status.readyReplicas}=7 --timeout=1s",
        "wait deploy/web --for=jsonpath={.status.conditions}=1 --timeout=1s",
        "wait deploy/web --for=jsonpath={.status.conditions[*].status}=True",
        "wait -f /nosuch --for=delete",
        "wait deploy/web --foo",
    ],
)
def test_it_gives_up_as_the_real_one(both, line):
    both.same(line)


@pytest.mark.parametrize(
    "line",
    [
        "rollout status deploy -l x=y",
        "wait deploy --all --for=create --timeout=1s",
        "wait deploy/web --for=create",
        "wait deploy/web --for=jsonpath={.status.readyReplicas}",
        f"wait deploy/web --for=jsonpath='{AVAILABLE}'=True",
        "wait cm --all --for=jsonpath={.metadata.name}",
        "wait deploy/nobody --for=create --timeout=1s",
        "wait pod -l app=none --for=create --timeout=1s",
        "wait deploy/web --for=jsonpath={.status.nope} --timeout=1s",
        "wait deploy/web --for=jsonpath={.status.readyReplicas}=",
        "wait deploy/web --for=jsonpath={}",
        "wait deploy/web --for=jsonpath=",
        "wait deploy/web --for=jsonpath={.status",
    ],
)
def test_it_follows_the_newest_where_the_oldest_differs(both, line):
    newest_only(both)
    both.same(line)
