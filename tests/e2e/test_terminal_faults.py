"""What is really killed, cut off or overdone while a terminal is in use."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from clusters.terminal import consumer, messages, people
from tests.e2e.stack import Browser, Stack, until
from tests.e2e.test_faults import frozen
from tests.e2e.test_terminal import done, enter, entries, paste, prompt
from tests.e2e.test_up import Up
from tests.e2e.typist import Typist, at_terminal

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]

CREATE = (
    "aws eks create-cluster --name demo --role-arn $(aws iam get-role --role-name "
    "eksClusterRole --query Role.Arn --output text) --resources-vpc-config "
    "subnetIds=$(aws ec2 describe-subnets --query 'Subnets[:2].SubnetId' --output text"
    " | tr '\\t' ',') --query cluster.status"
)
FILL = (
    "from clusters.terminal import store\n"
    "for number in range(300):\n"
    "    name = f'{number:032x}'\n"
    "    store.begin('SANDBOX', name, f'echo {number}')\n"
    "    store.end('SANDBOX', name, f'{number}\\n', 0, cut=False)\n"
)


@pytest.fixture(scope="module")
def stack(running: Up) -> Stack:
    return Stack(running, running.url(), running.kube_url())


@pytest.fixture(scope="module")
def learner(stack: Stack) -> Browser:
    """A guest whose kubectl leads to a cluster."""
    made = Browser(stack).begin()
    with at_terminal(made) as typist:
        typist.ok(CREATE)
        typist.ok("aws eks wait cluster-active --name demo")
        typist.ok("aws eks update-kubeconfig --name demo")
    return made


@pytest.fixture
def typist(learner: Browser) -> Iterator[Typist]:
    with at_terminal(learner) as found:
        yield found


@pytest.fixture
def page(browser: Chromium, learner: Browser) -> Iterator[Page]:
    """The learner's terminal in a real browser."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    cookie = {"name": "sessionid", "value": learner.session, "url": learner.stack.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    made = context.new_page()
    made.goto(f"{learner.stack.url}/s/{learner.sandbox}/terminal/")
    made.locator("html[data-ready]").wait_for()
    yield made
    context.close()


def zygote(stack: Stack) -> int:
    """The process in which the console's aws begins; 0 while there is none."""
    console = str(stack.process("console"))
    listed = ["ps", "-ww", "--ppid", console, "-o", "pid=,args="]
    told = subprocess.run(listed, capture_output=True, text=True, check=False).stdout
    for line in told.splitlines():
        pid, _, command = line.strip().partition(" ")
        if "clusters.terminal.box.zygote" in command:
            return int(pid)
    return 0


def test_a_killed_console_runs_nothing_twice_and_loses_nothing_typed(stack, page):
    watching = enter(page, "kubectl get pods -n kube-system -w")
    expect(watching.locator("pre")).to_contain_text("coredns")
    once = enter(page, "kubectl run once-$RANDOM --image=nginx; sleep 60")
    expect(once.locator("pre")).to_contain_text("created")
    prompt(page).fill("half-typed")

    stack.killed("console")

    for lost in (watching, once):
        expect(lost).to_have_attribute("data-state", "lost", timeout=60_000)
        expect(lost).to_contain_text(messages.LOST)
    expect(prompt(page)).to_have_value("half-typed")
    pods = done(enter(page, "kubectl get pods -o name | grep -c once-"))
    expect(pods.locator("pre")).to_have_text("1\n")


def test_a_killed_box_ends_its_line_and_serves_the_next(stack, typist):
    assert typist.ok("aws eks list-clusters --output text") == "CLUSTERS\tdemo\n"
    name = typist.begin(
        "echo begun; aws eks wait nodegroup-active --cluster-name demo --nodegroup-name no;"
        "aws eks wait cluster-deleted --name demo; echo $?"
    )
    typist.hear(name, until="begun")

    os.kill(until(lambda: zygote(stack)), signal.SIGKILL)

    told = typist.hear(name)
    assert "Traceback" not in told.text
    assert not told.text.endswith("\n0\n")
    assert typist.ok("aws eks list-clusters --output text") == "CLUSTERS\tdemo\n"


def test_without_redis_lines_run_all_the_same(stack, typist):
    with frozen(stack, "redis"):
        assert typist.ok("echo here | tr h H") == "Here\n"
        made = typist.ok("kubectl create configmap frozen --from-literal=a=b")
        assert made == "configmap/frozen created\n"
        assert "frozen" in typist.ok("kubectl get configmaps")


def test_two_tabs_that_write_the_same_file_lose_nothing(learner, typist):
    with at_terminal(learner) as other:
        sent = [
            (tab, tab.begin(f"echo {number} >> ~/shared"))
            for number in range(4)
            for tab in (typist, other)
        ]
        for tab, name in sent:
            assert tab.hear(name).code == 0

        assert typist.ok("sort ~/shared | uniq -c | tr -s ' '") == (
            " 2 0\n 2 1\n 2 2\n 2 3\n"
        )


def test_a_sandbox_that_is_deleted_ends_its_lines(stack):
    leaving = Browser(stack).begin()
    with at_terminal(leaving) as typist:
        typist.hear(typist.begin("watch -n 1 echo tick"), until="tick")

        assert leaving.post("settings/delete/", confirm="delete")[0] == 200

        assert typist.to_the_end() == ({"gone": people.GONE}, consumer.GONE_CODE)


@pytest.mark.proof
def test_three_hundred_entries_show_the_newest_and_typing_goes_on(stack, learner, page):
    stack.manage("shell", "-c", FILL.replace("SANDBOX", learner.sandbox))
    page.reload()
    page.locator("html[data-ready]").wait_for()

    assert entries(page).count() <= 20
    expect(entries(page).last.locator("pre")).to_have_text("299\n")
    expect(done(enter(page, "echo more")).locator("pre")).to_have_text("more\n")
    prompt(page).press("ArrowUp")
    prompt(page).press("ArrowUp")
    expect(prompt(page)).to_have_value("echo 299")


@pytest.mark.proof
@pytest.mark.parametrize(
    "text",
    [
        "x" * (1 << 20),
        "cat <<EOF\n" + "don't\n" * (1 << 17),
        "echo 'a\n" + "b\n" * (1 << 19),
        "true\n" * (1 << 18),
    ],
    ids=["one line", "a here-document", "an open quote", "commands"],
)
def test_a_mebibyte_is_not_pasted_and_says_how_it_goes(page, text):
    prompt(page).fill("echo ")
    paste(page, text)

    expect(page.locator("#term-lost")).to_contain_text("nano FILE")
    expect(prompt(page)).to_have_value("echo ")
    prompt(page).press("End")
    page.keyboard.type("still here")
    prompt(page).press("Enter")
    expect(done(entries(page).last).locator("pre")).to_have_text("still here\n")
    expect(page.locator("#term-lost")).to_be_hidden()
