"""The main job with real clients: a newcomer with aws and kubectl, and one with a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.kube_server import kubectls
from tests.e2e.stack import STEPS, Browser, Stack, Tools, running, tools, until

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "kubectl", "aws")]

ROLES = {"cluster": "eksClusterRole", "node": "AmazonEKSNodeRole"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def machine(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """A newcomer's machine, pointed at a sandbox in which nothing takes time."""
    name = stack.manage("sandbox", "new", "--speed", "instant").strip()
    return tools(stack, tmp_path_factory.mktemp("machine"), name, kubectls()[0])


def role(machine: Tools, name: str) -> str:
    account = machine.aws(
        "sts", "get-caller-identity", "--query", "Account", "--output", "text"
    )
    return f"arn:aws:iam::{account}:role/{ROLES[name]}"


def outputs(machine: Tools) -> dict[str, str]:
    told = machine.aws("cloudformation", "describe-stacks", "--stack-name", "net")
    found = json.loads(told)["Stacks"][0]["Outputs"]
    return {o["OutputKey"]: o["OutputValue"].replace(" ", "") for o in found}


@pytest.fixture(scope="module")
def network(stack: Stack, machine: Tools) -> dict[str, str]:
    _, _, template = Browser(stack).open("/templates/eks-vpc.yaml")
    file = machine.folder / "vpc.yaml"
    file.write_text(template)
    words = ("--stack-name", "net", "--template-file", str(file))
    machine.aws("cloudformation", "deploy", *words)
    return outputs(machine)


@pytest.fixture(scope="module")
def cluster(machine: Tools, network: dict[str, str]) -> str:
    """Steps 1 to 3 as their AWS pages have them; the cluster's name."""
    subnets, groups = network["SubnetIds"], network["SecurityGroups"]
    place = f"subnetIds={subnets},securityGroupIds={groups}"
    machine.aws(
        *("eks", "create-cluster", "--name", "demo"),
        *("--role-arn", role(machine, "cluster"), "--resources-vpc-config", place),
    )
    machine.aws("eks", "wait", "cluster-active", "--name", "demo")
    machine.aws("eks", "update-kubeconfig", "--name", "demo")
    return "demo"


@pytest.fixture(scope="module")
def nodes(machine: Tools, cluster: str, network: dict[str, str]) -> list[str]:
    before = machine.kubectl("get", "pods", "-n", "kube-system")
    assert "Pending" in before
    group = ("--cluster-name", cluster, "--nodegroup-name", "web")
    subnets = network["SubnetIds"].split(",")
    node_role = role(machine, "node")
    machine.aws(
        *("eks", "create-nodegroup", *group),
        *("--node-role", node_role, "--subnets", *subnets),
    )
    machine.aws("eks", "wait", "nodegroup-active", *group)
    return machine.ready_nodes()


def test_one_zone_is_refused_in_the_services_words(machine, network):
    one = network["SubnetIds"].split(",")[0]
    said = machine.refused(
        *("eks", "create-cluster", "--name", "bad"),
        *("--role-arn", role(machine, "cluster")),
        *("--resources-vpc-config", f"subnetIds={one}"),
    )
    assert "at least two different AZs" in said


def test_a_wrong_secret_is_refused(machine):
    wrong = Tools(machine.folder, {**machine.env, "AWS_SECRET_ACCESS_KEY": "wrong"}, "")
    assert "SignatureDoesNotMatch" in wrong.refused("sts", "get-caller-identity")


def test_two_nodes_are_ready(nodes):
    assert len(nodes) == 2


@pytest.mark.parametrize("program", kubectls(), ids=lambda path: Path(path).name)
def test_an_application_runs_by_the_kubeconfig_that_aws_wrote(machine, nodes, program):
    hands = Tools(machine.folder, machine.env, program)
    name = Path(program).name.replace(".", "-")

    hands.kubectl("create", "deployment", name, "--image=nginx", "--replicas=3")
    said = hands.kubectl("rollout", "status", f"deployment/{name}", "--timeout=60s")
    assert f'deployment "{name}" successfully rolled out' in said

    pods = hands.kubectl("get", "pods", "-l", f"app={name}", "--no-headers")
    assert [line.split()[2] for line in pods.splitlines()] == ["Running"] * 3


def test_a_pod_that_fits_nowhere_says_why(machine, nodes):
    big = {"requests": {"cpu": "64"}}
    spec = {"containers": [{"name": "big", "image": "nginx", "resources": big}]}
    overrides = f"--overrides={json.dumps({'spec': spec})}"
    machine.kubectl("run", "big", "--image=nginx", overrides)

    about = ("--field-selector", "involvedObject.name=big")
    until(
        lambda: (
            "0/2 nodes are available: 2 Insufficient cpu"
            in machine.kubectl("get", "events", *about)
        ),
        10,
    )


def test_a_cluster_with_node_groups_is_not_deleted(machine, nodes):
    said = machine.refused("eks", "delete-cluster", "--name", "demo")
    assert "Cluster has nodegroups attached" in said


def test_by_browser_the_four_tasks_lead_to_a_running_application(stack, tmp_path):
    browser = Browser(stack).begin()
    assert set(browser.steps().values()) == {"Not begun"}

    browser.post("getting-started/all/")
    until(lambda: set(browser.steps().values()) == {"Succeeded"})

    config = tmp_path / "config"
    status, kubeconfig = browser.post("cluster/demo/kubeconfig/token/")
    assert status == 200
    config.write_text(kubeconfig)
    hands = tools(stack, tmp_path, browser.sandbox, kubectls()[-1])
    hands.env["KUBECONFIG"] = str(config)
    assert len(hands.ready_nodes()) == 2
    pods = hands.kubectl("get", "pods", "-l", "app=web", "--no-headers").splitlines()
    assert [line.split()[2] for line in pods] == ["Running"] * 3
    assert hands.aws("eks", "list-clusters", "--output", "text").split() == [
        "CLUSTERS",
        "demo",
    ]
    for step in STEPS:
        lines = browser.log(step)
        assert lines[0] == "Queued."
        assert len(lines) == len(set(lines))
