"""The four getting-started steps on their page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters import runtime
from clusters.live import panels
from clusters.sim.commands import StepCall
from clusters.sim.getting_started import STEPS
from clusters.sim.world import Key


@pytest.fixture
def note(sandbox):
    """Write how a step stands, as its task would."""

    def write(step, say="", **fields):
        old = runtime.read(sandbox.id).find(Key("steps.Run", "", step)) or {}
        call = StepCall(step, old.get("revision", 0), fields, say)
        return runtime.execute(sandbox.id, call)

    return write


@pytest.fixture
def shown(owner, sandbox):
    def page():
        return owner.get(f"/s/{sandbox.id}/getting-started/").content.decode()

    return page


def run(world, step):
    return world().find(Key("steps.Run", "", step))


def test_each_step_shows_the_same_act_by_hand(shown):
    page = shown()

    assert page.count("Run this step") == 4
    assert "aws eks create-cluster" in page
    assert "kubectl apply -f" in page
    assert "boto3.client" in page


@pytest.mark.usefixtures("redis_url")
def test_running_a_step_queues_its_task(owner, sandbox, world):
    owner.post(f"/s/{sandbox.id}/getting-started/create-cluster/")

    assert run(world, "create-cluster")["state"] == "queued"


@pytest.mark.usefixtures("redis_url")
def test_run_all_is_called_a_demonstration(owner, sandbox, shown, world):
    assert "A demonstration" in shown()

    owner.post(f"/s/{sandbox.id}/getting-started/all/")

    assert run(world, "create-cluster")["chained"] is True


def test_a_running_step_says_what_it_waits_for_and_can_be_cancelled(
    note, owner, sandbox, shown, world
):
    note("create-cluster", state="waiting", waitingFor="AWS builds the control plane")
    assert "waiting for: AWS builds the control plane" in shown()

    owner.post(f"/s/{sandbox.id}/getting-started/create-cluster/", {"cancel": "yes"})

    assert run(world, "create-cluster")["state"] == "cancelled"
    assert "Retry from where it stopped" in shown()


def test_a_failed_step_says_why_and_what_to_do(note, shown):
    note(
        "create-cluster",
        say="Failed: <no role>",
        state="failed",
        reason="There is no role eksClusterRole.",
        advice="Create it, then retry.",
    )

    page = shown()
    assert "There is no role eksClusterRole." in page
    assert "Create it, then retry." in page
    assert "&lt;no role&gt;" in page


def test_a_step_that_runs_is_not_started_twice(owner, sandbox, note):
    note("create-cluster", state="running")

    answer = owner.post(f"/s/{sandbox.id}/getting-started/create-cluster/", follow=True)

    assert "StepRunning" in answer.content.decode()


def test_what_was_done_by_hand_is_noticed(cluster, shown):
    assert "You did this yourself" in shown()


def test_links_lead_to_what_a_step_made(note, sandbox, cluster, shown):
    link = {"label": "demo", "kind": "eks.Cluster", "name": "demo"}
    note("create-cluster", state="succeeded", links=[link])

    assert f'href="/s/{sandbox.id}/cluster/demo/"' in shown()


def test_a_manifest_that_is_too_long_is_refused(owner, sandbox, world):
    path = f"/s/{sandbox.id}/getting-started/deploy-app/"

    owner.post(path, {"manifest": "#" * (1024 * 1024 + 1)})

    assert run(world, "deploy-app") is None


@pytest.mark.usefixtures("redis_url")
def test_ones_own_yaml_is_pasted_or_uploaded_and_offered_again(
    note, owner, sandbox, shown, world
):
    path = f"/s/{sandbox.id}/getting-started/deploy-app/"
    upload = SimpleUploadedFile("app.yaml", b"kind: <mine>")

    owner.post(path, {"manifest": "", "file": upload})

    assert run(world, "deploy-app")["parameters"] == {"manifest": "kind: <mine>"}
    note("deploy-app", state="failed", reason="error")
    assert "kind: &lt;mine&gt;</textarea>" in shown()
    owner.post(path, {"manifest": ""})
    assert run(world, "deploy-app")["parameters"] == {"manifest": ""}


def test_a_file_that_is_too_long_is_refused(owner, sandbox, world):
    path = f"/s/{sandbox.id}/getting-started/deploy-app/"
    upload = SimpleUploadedFile("app.yaml", b"#" * (1024 * 1024 + 1))

    owner.post(path, {"manifest": "", "file": upload})

    assert run(world, "deploy-app") is None


def test_an_unknown_step_is_not_found(owner, sandbox):
    assert owner.post(f"/s/{sandbox.id}/getting-started/nothing/").status_code == 404


def test_only_the_step_that_moved_is_drawn_again(note, world):
    before = drawn(world())

    note("deploy-app", state="running", waitingFor="Pods")

    after = drawn(world())
    assert {name for name in before if before[name] != after[name]} == {
        "getting-started-head",
        "step-deploy-app",
    }


def test_progress_alone_says_nothing_to_a_screen_reader(note, world):
    note("deploy-app", state="waiting", waitingFor="1 of 3 Pods")
    before = drawn(world())

    note("deploy-app", state="waiting", waitingFor="2 of 3 Pods")

    after = drawn(world())
    assert before["getting-started-head"] == after["getting-started-head"]
    assert "Step 4" in after["getting-started-head"]["told"]


def drawn(found):
    """The context of each panel of the page."""
    names = ["getting-started-head", *(f"step-{step}" for step in STEPS)]
    specs = {name: panels.spec(name) for name in names}
    return {
        name: panels.built(one, found, panels.loaded(one, "x", found))
        for name, one in specs.items()
    }


def test_a_cancelled_step_says_what_stays(note, shown):
    note("launch-nodes", state="cancelled")

    assert "nothing that was made is taken away" in shown()


def test_a_step_says_what_it_needs_first(shown, world):
    assert shown().count("take step 1 first") == 3
    assert drawn(world())["step-create-cluster"]["one"]["needs"] == ""


def test_pods_without_nodes_are_foretold(cluster, world):
    assert "wait as Pending" in drawn(world())["step-deploy-app"]["four"]["needs"]


def test_a_demonstration_is_called_one_while_it_runs(note, shown):
    note("create-cluster", state="running", chained=True)

    assert "A demonstration is running" in shown()


def test_a_step_can_be_taken_in_three_other_ways(shown):
    page = shown()

    for way in ("With aws", "With Python", "In the console"):
        assert way in page
    assert page.count('name="ways-deploy-app"') == 3
