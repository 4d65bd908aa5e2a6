"""kubectl auth as the real ones print it."""

from __future__ import annotations

import pytest

from tests.e2e.terminal.looking import Looking, looking, newest_only

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]


@pytest.fixture(scope="module")
def look(judge) -> Looking:
    return looking(judge, filled=False)


@pytest.mark.parametrize(
    "line",
    [
        "auth can-i create pods",
        "auth can-i create pods --as=bob",
        "auth can-i create pods -q",
        "auth can-i create pods -q --as=bob",
        "auth can-i get pods/log",
        "auth can-i get pods --subresource=log",
        "auth can-i '*' '*'",
        "auth can-i '*' '*' --as=bob",
        "auth can-i list deploy -n kube-system",
        "auth can-i list deployments.apps --as=bob",
        "auth can-i get deployments.apps/web",
        "auth can-i get /healthz --as=bob",
        "auth can-i get /logs/ --as=bob",
        "auth can-i list nodes",
        "auth can-i list nodes -A",
        "auth can-i list nodes --as=bob",
        "auth can-i bind clusterroles",
        "auth can-i impersonate users",
        "auth can-i list pods -A --as=bob",
        "auth can-i list pods --as=jane --as-group=system:masters",
        "auth can-i frob pods",
        "auth can-i GET pods",
        "auth can-i get unicorns",
        "auth can-i get unicorns.example.com",
        "auth can-i delete pod.v1",
        "auth can-i get pods,svc",
        "auth can-i --list",
        "auth can-i --list --no-headers",
        "auth can-i --list --as=bob -n nosuch",
        "auth can-i --list --as=system:serviceaccount:kube-system:default",
    ],
)
def test_it_answers_as_the_real_one(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "auth foo",
        "auth can-i",
        "auth can-i create",
        "auth can-i get pods web",
        "auth can-i get pods a b",
        "auth can-i get pods --foo",
        "auth can-i get pods --no-headers",
        "auth can-i --list create pods",
        "auth can-i --list -q",
        "auth can-i --list -A",
        "auth can-i get /healthz --subresource=x",
        "auth whoami -o foo",
        "auth reconcile",
    ],
)
def test_it_refuses_as_the_real_one(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "auth whoami --as=bob",
        "auth whoami --as=bob --as-group=a --as-group=b",
        "auth whoami --as=system:serviceaccount:default:default",
        "auth whoami --as=bob -o yaml",
        "auth whoami --as=bob -o json",
        "auth whoami -o name",
    ],
)
def test_it_follows_the_newest_where_the_oldest_differs(look, line):
    newest_only(look.judge)
    look.agree(line)
