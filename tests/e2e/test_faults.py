"""What is really killed, cut off or locked: nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.e2e.kube_server import kubectls
from tests.e2e.stack import STEPS, Browser, Stack, running, tools, until
from tests.e2e.streams import Page, Watch, settled

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis")]

PODS = "/api/v1/namespaces/default/pods"
CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def learner(stack: Stack) -> Browser:
    """Somebody whose worker was killed in each phase of the four steps."""
    browser = Browser(stack).begin()
    browser.post("getting-started/all/")
    for phase in (
        "CloudFormation creates stack eks-vpc",
        "AWS builds the control plane of demo",
        "Nodes are joining",
    ):
        until(lambda text=phase: text in browser.get("getting-started/"))
        stack.killed("worker")
    until(lambda: set(browser.steps().values()) == {"Succeeded"})
    return browser


def watch(browser: Browser, path: str) -> Watch:
    """A watch by the kubeconfig that the Connect page offers."""
    _, text = browser.post("cluster/demo/kubeconfig/token/")
    server = re.search(r"server: (\S+)", text)
    token = re.search(r"token: (\S+)", text)
    assert server is not None
    assert token is not None
    authority = str(browser.stack.home / "ca" / "ca.pem")
    return Watch(server.group(1), authority, token.group(1), path)


def apply(browser: Browser, name: str) -> None:
    """Something that happens: a ConfigMap and a Pod more."""
    text = (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n---\n"
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\n"
        "spec: {containers: [{name: a, image: nginx}]}\n"
    )
    status, page = browser.post("cluster/demo/apply/", yaml=text)
    assert status == 200, page
    assert f"configmaps/{name} created" in page


def test_a_worker_killed_in_each_phase_loses_and_doubles_nothing(learner):
    machine_lists = learner.get("cluster/demo/nodes/")

    assert (
        len(set(re.findall(r"ip-[\d-]+\.us-west-2\.compute\.internal", machine_lists)))
        == 2
    )
    assert learner.log("create-cluster") == [
        "Queued.",
        "Creating stack eks-vpc from eks-vpc.yaml: a VPC with subnets in two zones.",
        "Asked Amazon EKS for cluster demo.",
        "Cluster demo is ACTIVE.",
    ]
    for step in STEPS:
        lines = learner.log(step)
        assert len(lines) == len(set(lines))


def test_a_killed_waker_is_replaced_and_the_clock_goes_on(stack, learner):
    stack.killed("waker")

    apply(learner, "after-waker")
    until(lambda: running_pod(learner, "after-waker"))


def running_pod(browser: Browser, name: str) -> bool:
    page = browser.get(f"cluster/demo/objects/pods/default/{name}/")
    return "Running" in page


@pytest.mark.parametrize("program", ["console", "kubernetes", "redis"])
def test_streams_go_on_at_the_next_number_when_a_server_is_killed(
    stack, learner, program
):
    page, pods = Page(learner), watch(learner, PODS)
    with page.following(), pods.following():
        apply(learner, f"before-{program}")
        stack.kill(program)
        until(lambda: answers(learner))
        apply(learner, f"after-{program}")
        until(lambda: running_pod(learner, f"after-{program}"))
        numbers = settled(page)
        until(lambda: versions(pods.there) == versions(pods.listed()))

    assert page.numbers == numbers
    heard = [version for version, _, _ in pods.heard]
    assert heard == sorted(set(heard))
    added = [name for _, kind, name in pods.heard if kind == "ADDED"]
    assert added == [f"before-{program}", f"after-{program}"]


def versions(items):
    return {name: item["metadata"]["resourceVersion"] for name, item in items.items()}


def answers(browser: Browser) -> bool:
    try:
        return bool(browser.steps())
    except OSError:
        return False


@contextmanager
def frozen(stack: Stack, name: str) -> Iterator[None]:
    """The program is there and says nothing."""
    pid = stack.process(name)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_without_redis_pages_and_streams_go_on_and_tasks_later(stack, learner):
    page, made = Page(learner), watch(learner, CONFIG_MAPS)
    with page.following(), made.following():
        with frozen(stack, "redis"):
            begun = time.monotonic()
            other = Browser(stack).begin()
            other.post("getting-started/create-cluster/")
            for turn in range(20):
                apply(learner, f"no-redis-{turn}")
                if time.monotonic() - begun > 10:
                    break
            # What is heard without hints is looked up.
            until(lambda: f"no-redis-{turn}" in made.there, 5)
        until(lambda: other.steps()["create-cluster"] == "Succeeded")
        numbers = settled(page)

    assert page.numbers == numbers
    assert made.connections == 1


def test_a_locked_database_makes_writes_wait_and_reads_not(stack, learner):
    assert learner.steps()["deploy-app"] == "Succeeded"
    with closing(sqlite3.connect(stack.home / "db.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        done = threading.Event()

        def write() -> None:
            apply(learner, "patient")
            done.set()

        writer = threading.Thread(target=write)
        writer.start()
        begun = time.monotonic()
        reads = 0
        while time.monotonic() - begun < 3:
            assert learner.steps()["deploy-app"] == "Succeeded"
            reads += 1
        assert reads > 3
        assert not done.is_set()
        other.rollback()
    writer.join(30)

    assert done.is_set()
    until(lambda: running_pod(learner, "patient"))


def test_two_tabs_that_race_on_one_form_make_one_cluster(learner):
    status, text = learner.post(
        "create/name/", name="twice", version="1.35", role="eksClusterRole"
    )
    assert status == 200, text

    told = at_once(lambda: learner.post("create/review/"), 3)

    assert sorted(status for status, _ in told) == [200, 422, 422]
    page = learner.get("clusters/")
    assert page.count("AWS is building twice") <= 1
    assert set(re.findall(r"/cluster/(\w+)/", page)) == {"demo", "twice"}


def at_once(act, count):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(act())) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_replayed_form_is_answered_and_changes_nothing(learner):
    before = learner.log("deploy-app")

    for _ in range(2):
        status, text = learner.post("cluster/demo/apply/", yaml=REPLAYED)
        assert status == 200, text

    assert "configmaps/replayed unchanged" in text
    assert learner.log("deploy-app") == before


REPLAYED = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: replayed}\ndata: {a: b}\n"


@pytest.mark.needs("kubectl", "aws")
def test_rollout_status_survives_a_restart_of_the_kubernetes_door(
    stack, learner, tmp_path
):
    config = tmp_path / "config"
    config.write_text(learner.post("cluster/demo/kubeconfig/token/")[1])
    hands = tools(stack, tmp_path, learner.sandbox, kubectls()[-1])
    hands.env["KUBECONFIG"] = str(config)
    hands.kubectl("create", "deployment", "slow", "--image=nginx", "--replicas=0")
    said = []

    def wait() -> None:
        said.append(hands.kubectl("rollout", "status", "deployment/slow"))

    hands.kubectl("scale", "deployment/slow", "--replicas=2")
    waiting = threading.Thread(target=wait)
    waiting.start()
    stack.killed("kubernetes")
    waiting.join(60)

    assert said
    assert "successfully rolled out" in said[0]
