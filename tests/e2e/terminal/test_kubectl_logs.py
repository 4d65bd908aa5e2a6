"""kubectl logs and exec as the real ones print them."""

from __future__ import annotations

import pytest

from tests.e2e.terminal.looking import Looking, looking, newest_only

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]


@pytest.fixture(scope="module")
def look(judge) -> Looking:
    return looking(judge)


@pytest.mark.parametrize(
    "line",
    [
        "logs plain",
        "logs pod/plain --tail=2",
        "logs plain --timestamps --tail=1",
        "logs plain --limit-bytes=20",
        "logs plain --tail=0",
        "logs plain c --tail=1",
        "logs plain --since=1h --tail=1",
        "logs plain --since=1s",
        "logs plain --since-time=2020-01-01T00:00:00Z --tail=1",
        "logs plain --max-log-requests=0 --tail=1",
        "logs plain --ignore-errors --tail=1",
        "logs plain --as=jane --tail=1",
        "logs deploy/web --tail=1",
        "logs deploy/web -c web --tail=1",
        "logs ds/agent --tail=1",
        "logs svc/web --tail=1",
        "logs crash",
        "logs crash --previous",
        "logs -f crash -p",
        "logs done",
        "logs done -f",
        "logs big",
        "logs -l app=none",
    ],
)
def test_it_prints_what_the_real_one_prints(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "logs -l app=agent --prefix",
        "logs -l app=web --tail=1",
        "logs -l app=web -c web --tail=1 --prefix",
        "logs -l app=agent --all-containers --prefix --tail=2",
    ],
)
def test_of_several_it_prints_the_same_lines(look, line):
    # The real one asks for several logs in no order.
    look.agree(line, sorted_lines=True)


@pytest.mark.parametrize(
    "line",
    [
        "logs",
        "logs plain nothing",
        "logs plain -c nothing",
        "logs plain c -c c",
        "logs plain a b",
        "logs plain -l app=web",
        "logs plain -c c --all-containers",
        "logs plain --previous",
        "logs no-image",
        "logs cm/settings",
        "logs svc/headless",
        "logs unicorns/x",
        "logs /x",
        "logs plain --since=5",
        "logs plain --since=5x",
        "logs plain --since-time=junk",
        "logs plain --since=1h --since-time=2020-01-01T00:00:00Z",
        "logs plain --tail=-2",
        "logs plain --tail=x",
        "logs plain --limit-bytes=-3",
        "logs plain --pod-running-timeout=0s",
        "logs plain --foo",
        "logs plain -c",
        "logs -l a==b==c",
        "logs plain --as=bob",
        "logs -l app=agent --as=bob",
        "logs deploy/web --as=bob",
        "logs deploy/web -c nothing",
        "logs -l app=web -f --max-log-requests=1",
    ],
)
def test_it_refuses_as_the_real_one(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "exec",
        "exec plain",
        "exec plain --",
        "exec plain --foo -- ls",
        "exec nobody -- ls",
        "exec deploy/nobody -- ls",
        "exec unicorns/x -- ls",
        "exec cm/settings -- ls",
        "exec svc/nobody -- ls",
        "exec plain --as=bob -- ls",
        "exec done -- ls",
        "attach",
    ],
)
def test_exec_refuses_as_the_real_one(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "logs plain --all-pods --tail=1",
        "logs deploy/web --all-pods -c web --prefix --tail=1",
        "logs ds/agent --all-pods --all-containers --tail=1",
        "logs nobody",
        "logs rs/nobody",
        "logs ds/nobody",
        "logs plain -n nosuch",
        "exec plain ls",
        "exec plain -c -- ls",
    ],
)
def test_it_follows_the_newest_where_the_oldest_differs(look, line):
    newest_only(look.judge)
    look.agree(line, sorted_lines="--all-pods" in line)
