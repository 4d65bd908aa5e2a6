"""A browser, aws and kubectl at work on one cluster at once: one history for all."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.kube_server import kubectls
from tests.e2e.stack import Browser, Stack, Tools, running, tools, until
from tests.e2e.streams import Page, Watch, settled

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "kubectl", "aws")]

TURNS = 4


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def browser(stack: Stack) -> Browser:
    """A learner's page on a cluster with nodes, for which nothing takes time."""
    made = Browser(stack).begin()
    made.post("clock/", mode="instant")
    for step in ("create-cluster", "launch-nodes"):
        made.post(f"getting-started/{step}/")
        until(lambda step=step: made.steps()[step] == "Succeeded")
    made.post("clock/", mode="1x")
    return made


@pytest.fixture(scope="module")
def machine(stack: Stack, browser: Browser, tmp_path_factory) -> Tools:
    """The same learner's shell."""
    folder = tmp_path_factory.mktemp("machine")
    made = tools(stack, folder, browser.sandbox, kubectls()[-1])
    made.aws("eks", "update-kubeconfig", "--name", "demo")
    return made


def watch(browser: Browser, machine: Tools, path: str) -> Watch:
    config = json.loads(machine.kubectl("config", "view", "--raw", "-o", "json"))
    server = config["clusters"][0]["cluster"]["server"]
    told = json.loads(machine.aws("eks", "get-token", "--cluster-name", "demo"))
    authority = str(browser.stack.home / "ca" / "ca.pem")
    return Watch(server, authority, told["status"]["token"], path)


def by_browser(browser: Browser, turn: int) -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: browser-{turn}}}\n"
    status, page = browser.post("cluster/demo/apply/", yaml=text)
    assert status == 200, page


def by_kubectl(machine: Tools, turn: int) -> None:
    machine.kubectl("create", "configmap", f"kubectl-{turn}", "--from-literal=a=b")


def by_aws(machine: Tools, turn: int) -> None:
    words = ("--cidr-block", f"10.{turn}.0.0/16", "--query", "Vpc.VpcId")
    machine.aws("ec2", "create-vpc", *words, "--output", "text")


def test_all_see_the_same_history(browser, machine):
    page = Page(browser)
    made = watch(browser, machine, "/api/v1/namespaces/default/configmaps")
    with page.following(), made.following():
        together(
            lambda: [by_browser(browser, turn) for turn in range(TURNS)],
            lambda: [by_kubectl(machine, turn) for turn in range(TURNS)],
            lambda: [by_aws(machine, turn) for turn in range(1, TURNS)],
        )
        numbers = settled(page)
        until(lambda: set(made.there) == set(made.listed()))

    # The page heard each event once and in order.
    assert page.numbers == numbers
    # kubectl's watch heard each object once, whoever made it.
    ours = [name for _, kind, name in made.heard if kind == "ADDED"]
    assert sorted(ours) == sorted(
        [f"{who}-{turn}" for who in ("browser", "kubectl") for turn in range(TURNS)]
    )
    heard = [version for version, _, _ in made.heard]
    assert heard == sorted(set(heard))
    # And each looks at what the others made.
    listed = machine.kubectl("get", "configmaps", "-o", "name")
    assert {f"configmap/browser-{turn}" for turn in range(TURNS)} <= set(listed.split())
    shown = browser.get("cluster/demo/resources/?resource=configmaps")
    for turn in range(TURNS):
        assert f"kubectl-{turn}" in shown


def together(*works: Callable[[], object]) -> None:
    """All at once; the first one's problem is everybody's."""
    start = threading.Barrier(len(works))

    def one(work: Callable[[], object]) -> None:
        start.wait()
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(one, work) for work in works]:
            done.result()


def test_what_kubectl_makes_the_page_shows_and_what_the_page_deletes_is_gone(
    browser, machine
):
    machine.kubectl("create", "deployment", "shop", "--image=nginx", "--replicas=2")
    machine.kubectl("rollout", "status", "deployment/shop", "--timeout=60s")
    shown = browser.get("cluster/demo/resources/?resource=deployments.apps")
    cells = re.findall(r">([^<>]*)<", shown[shown.index("shop") :])
    assert "2/2" in cells

    status, text = browser.post("cluster/demo/delete/deployments.apps/default/shop/")

    assert status == 200, text
    until(lambda: "shop" not in machine.kubectl("get", "deployments", "-o", "name"))
