"""The four steps without a broker: each test is the worker."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from clusters import runtime
from clusters.models import Sandbox
from clusters.sim.errors import Refusal
from clusters.steps import create_cluster, drive, launch_nodes
from clusters.steps.standing import Run
from tests.clusters.getting_started import Learner

VPC_QUOTA = 5 - 1
"""The default VPC is one of the five."""
pytestmark = pytest.mark.django_db(transaction=True)

TRUST = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
 "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"""


@pytest.fixture
def learner():
    """Somebody for whom nothing takes time."""
    return Learner()


@pytest.fixture
def patient():
    """Somebody whose clock stands still until it is stepped on."""
    return Learner("paused")


def texts(status):
    return [line["text"] for line in status.log]


def test_step_1_makes_a_network_and_a_cluster_in_it(learner):
    done = learner.take("create-cluster")

    assert (done.state, done.percent) == ("succeeded", 100)
    assert texts(done) == [
        "Queued.",
        "Creating stack eks-vpc from eks-vpc.yaml: a VPC with subnets in two zones.",
        "Asked Amazon EKS for cluster demo.",
        "Cluster demo is ACTIVE.",
    ]
    assert [link["kind"] for link in done.links] == ["eks.Cluster"]
    assert learner.cluster()["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("route", "made"),
    [("nodegroup", "eks.Nodegroup"), ("cloudformation", "cloudformation.Stack")],
)
def test_step_2_launches_two_nodes_by_either_route(learner, route, made):
    learner.take("create-cluster")

    done = learner.take("launch-nodes", route=route)

    assert done.state == "succeeded", done.reason
    assert [link["kind"] for link in done.links] == [made]
    assert len(launch_nodes.ready(learner.world, learner.cluster())) == 2


def test_percent_and_what_is_waited_for_follow_what_happens(patient):
    first = patient.take("create-cluster")
    assert (first.state, first.waiting_for) == (
        "waiting",
        "CloudFormation creates stack eks-vpc",
    )

    seen = patient.until_still("create-cluster")

    percents = [status.percent for status in seen]
    assert percents == sorted(percents)
    assert len(set(percents)) > 20
    assert "AWS builds the control plane of demo" in {s.waiting_for for s in seen}
    assert seen[-1].state == "succeeded"


@pytest.mark.parametrize("route", ["nodegroup", "cloudformation"])
def test_nodes_take_their_time_and_say_how_many_joined(patient, route):
    patient.take("create-cluster")
    patient.until_still("create-cluster")
    patient.take("launch-nodes", route=route)

    seen = patient.until_still("launch-nodes")

    percents = [status.percent for status in seen]
    assert percents == sorted(percents)
    assert len(set(percents)) > 4
    assert "Nodes are joining: 1 of 2 Ready" in {s.waiting_for for s in seen}
    assert seen[-1].state == "succeeded", seen[-1].reason


def test_looking_without_news_notes_nothing(patient):
    patient.take("create-cluster")
    before = runtime.version(patient.id)

    drive.go(patient.id, "create-cluster")

    assert runtime.version(patient.id) == before


def test_a_step_that_waits_and_has_looked_wants_no_waking(patient):
    patient.take("create-cluster")

    # The clock stands still, so nothing is due; and no look is owed.
    assert Sandbox.objects.get(id=patient.id).wake_at is None


def test_a_look_that_was_lost_with_its_worker_is_owed(patient):
    drive.start(patient.id, "create-cluster", {})
    # The task that the waker sends advances; then its worker is killed.
    runtime.advance(patient.id)

    assert Sandbox.objects.get(id=patient.id).wake_at is not None


def test_without_the_role_it_fails_and_goes_on_from_there(learner):
    policy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    named = {"RoleName": "eksClusterRole"}
    learner.aws("iam:DetachRolePolicy", **named, PolicyArn=policy)
    learner.aws("iam:DeleteRole", **named)

    failed = learner.take("create-cluster")
    assert (failed.state, failed.can_retry) == ("failed", True)
    assert failed.reason == "There is no role eksClusterRole."
    assert "Create it with a trust policy" in failed.advice

    learner.aws("iam:CreateRole", **named, AssumeRolePolicyDocument=TRUST)
    learner.aws("iam:AttachRolePolicy", **named, PolicyArn=policy)
    done = learner.take("create-cluster")
    assert (done.state, done.reason) == ("succeeded", "")
    assert learner.count("ec2.Vpc") == vpcs_of_one_run()
    assert learner.count("cloudformation.Stack") == 1


def vpcs_of_one_run() -> int:
    other = Learner()
    other.take("create-cluster")
    return other.count("ec2.Vpc")


def test_an_exhausted_quota_is_said_in_the_services_words(learner):
    vpcs = [
        learner.aws("ec2:CreateVpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        for _ in range(VPC_QUOTA)
    ]

    failed = learner.take("create-cluster")

    assert failed.reason.startswith("Stack eks-vpc is ROLLBACK_COMPLETE. VPC: ")
    assert "The maximum number of VPCs has been reached." in failed.reason
    learner.aws("ec2:DeleteVpc", VpcId=vpcs[0])
    learner.aws("cloudformation:DeleteStack", StackName="eks-vpc")
    assert learner.take("create-cluster").state == "succeeded"


def test_somebody_elses_stack_of_that_name_is_no_network(learner):
    body = "Resources: {Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}}"
    learner.aws("cloudformation:CreateStack", StackName="eks-vpc", TemplateBody=body)

    assert learner.take("create-cluster").reason == (
        "Stack eks-vpc has no output SubnetIds."
    )


def test_a_cluster_that_is_being_deleted_fails_the_step(patient):
    patient.take("create-cluster")
    patient.until_still("create-cluster")
    patient.aws("eks:DeleteCluster", name="demo")

    failed = patient.take("create-cluster")

    assert failed.reason == "Cluster demo is DELETING."


def test_a_step_that_is_on_its_way_is_not_started_twice(patient):
    patient.take("create-cluster")

    with pytest.raises(Refusal) as refused:
        drive.start(patient.id, "create-cluster", {})

    assert (refused.value.code, refused.value.status) == ("StepRunning", 409)


def test_two_tabs_that_start_a_step_start_it_once(patient):
    refused = []

    def start():
        try:
            drive.start(patient.id, "create-cluster", {})
        except Refusal as refusal:
            refused.append(refusal.code)
        connection.close()

    at_once(start, start, start)

    assert refused == ["StepRunning", "StepRunning"]
    assert patient.run("create-cluster")["revision"] == 1


@pytest.mark.parametrize("step", ["create-cluster", "launch-nodes", "deploy-app"])
def test_two_workers_at_once_make_nothing_twice(learner, step):
    for before in before_step(step):
        learner.take(before)
    drive.start(learner.id, step, {})

    def work():
        drive.go(learner.id, step)
        connection.close()

    at_once(work, work, work)

    done = learner.status(step)
    assert done.state == "succeeded", done.reason
    assert len(texts(done)) == len(set(texts(done)))
    assert learner.count("eks.Cluster") == learner.count("cloudformation.Stack") == 1
    assert learner.count("eks.Nodegroup") <= 1


def at_once(*works):
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("step", ["create-cluster", "launch-nodes", "deploy-app"])
def test_a_worker_killed_between_the_call_and_the_note_doubles_nothing(learner, step):
    for before in before_step(step):
        learner.take(before)
    drive.start(learner.id, step, {})
    # What the worker had done when it was killed: all of it, and nothing noted.
    drive.PROCEED[step](Run(learner.id, {}, begun=False))

    drive.go(learner.id, step)

    assert learner.status(step).state == "succeeded"
    for kind in ("eks.Cluster", "eks.Nodegroup", "k8s.Service"):
        names = [key for key, _ in learner.world.list(kind)]
        assert len(names) == len(set(names))
    assert learner.count("eks.Nodegroup") <= 1


def before_step(step: str) -> list[str]:
    order = ["create-cluster", "launch-nodes", "deploy-app"]
    return order[: order.index(step)]


def test_a_step_taken_twice_makes_nothing_new(learner):
    for step in ("create-cluster", "launch-nodes", "deploy-app"):
        learner.take(step)
    kinds = ("ec2.Vpc", "eks.Cluster", "eks.Nodegroup", "ec2.Instance", "k8s.Pod")
    before = {kind: learner.count(kind) for kind in kinds}

    for step in ("create-cluster", "launch-nodes", "deploy-app"):
        assert learner.take(step).state == "succeeded"

    assert {kind: learner.count(kind) for kind in kinds} == before


def test_a_cancelled_step_stays_cancelled_while_aws_goes_on(patient):
    patient.take("create-cluster")

    drive.cancel(patient.id, "create-cluster")
    while patient.world.next_due() < float("inf"):
        assert patient.next_event("create-cluster").state == "cancelled"

    stack = patient.aws("cloudformation:DescribeStacks", StackName="eks-vpc")
    assert stack["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    assert patient.count("eks.Cluster") == 0


def test_what_is_not_on_its_way_cannot_be_cancelled(learner):
    with pytest.raises(Refusal) as refused:
        drive.cancel(learner.id, "deploy-app")
    assert refused.value.code == "StepNotRunning"


def test_in_a_demonstration_each_success_queues_the_next_step(learner):
    drive.run_all(learner.id, {})
    drive.go(learner.id, "create-cluster")

    assert learner.status("create-cluster").state == "succeeded"
    assert learner.status("launch-nodes").state == "queued"
    assert learner.run("launch-nodes")["chained"] is True


def test_a_demonstration_that_failed_goes_on_as_one(learner):
    drive.run_all(learner.id, {})
    for step in ("create-cluster", "launch-nodes", "configure-kubectl"):
        drive.go(learner.id, step)
    # No Kubernetes door answers in this test.
    assert learner.status("configure-kubectl").state == "failed"
    assert learner.status("deploy-app").state == "idle"

    drive.start(learner.id, "configure-kubectl", {})

    assert learner.run("configure-kubectl")["chained"] is True


def test_what_is_done_by_hand_is_noticed_in_any_order(learner):
    outputs = create_cluster.network(Run(learner.id, {}))
    assert isinstance(outputs, dict)
    create_cluster.create(Run(learner.id, {}), "by-hand", outputs)

    seen = learner.status("create-cluster")
    assert (seen.state, seen.self_done, seen.can_start) == ("done", True, False)
    assert learner.status("launch-nodes").state == "idle"
    assert learner.status("configure-kubectl", connected=True).state == "done"

    assert learner.take("launch-nodes").state == "succeeded"
    assert [key.name for key, _ in learner.world.list("eks.Cluster")] == ["by-hand"]


def test_a_second_cluster_leaves_the_steps_with_the_first(learner):
    for step in ("create-cluster", "launch-nodes"):
        learner.take(step)
    outputs = create_cluster.network(Run(learner.id, {}))
    assert isinstance(outputs, dict)
    create_cluster.create(Run(learner.id, {}), "second", outputs)

    assert learner.status("launch-nodes").state == "succeeded"
    assert learner.take("deploy-app").state == "succeeded"
    deployments = [key for key, _ in learner.world.list("k8s.Deployment")]
    web = next(key for key in deployments if key.name == "web")
    assert web.scope == f"{learner.cluster()['_']['id']}/default"


def test_a_step_can_be_taken_again_when_what_it_made_is_gone(learner):
    learner.take("create-cluster")
    learner.aws("eks:DeleteCluster", name="demo")

    again = learner.status("create-cluster")

    assert (again.state, again.can_start) == ("idle", True)
    assert learner.take("create-cluster").state == "succeeded"


def test_a_sandbox_that_is_gone_ends_its_tasks_quietly(patient):
    drive.start(patient.id, "create-cluster", {})
    runtime.delete(patient.id)

    drive.go(patient.id, "create-cluster")
