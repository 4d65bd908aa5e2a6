"""kubectl describe as the real ones print it."""

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
        "describe endpoints",
        "describe endpoints,endpointslices -n kube-system",
        "describe endpointslices",
        "describe secret pass",
        "describe sa",
        "describe role,rolebinding",
        "describe clusterroles",
        "describe clusterrolebindings",
        "describe nodes",
        "describe ns kube-system default",
        "describe priorityclass",
        "describe lease -n kube-node-lease",
        "describe controllerrevisions",
        "describe events",
    ],
)
def test_it_prints_what_the_real_one_prints(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "describe",
        "describe pods -l a=b",
        "describe pods -A -l x=y",
        "describe pod nobody",
        "describe pod/plain pod/nobody",
        "describe po,svc nobody",
        "describe po,svc web",
        "describe pods/nobody svc/nothing",
        "describe unicorns",
        "describe pod plain -l app=web",
        "describe po/plain other",
        "describe pod a/b/c",
        "describe pods --foo",
        "describe pods -o yaml",
        "describe -f /nosuch",
        "describe pod -f /dev/null",
        "describe secret --as=jane",
        "describe rs --as=jane",
        "describe pod plain --as=bob",
        "describe pods -n nosuch",
    ],
)
def test_it_refuses_as_the_real_one(look, line):
    look.agree(line)


@pytest.mark.parametrize(
    "line",
    [
        "describe pods",
        "describe po plain",
        "describe pod plain done big",
        "describe pods -l app=web",
        "describe pod -n kube-system",
        "describe pod pla",
        "describe pod/plain svc/web",
        "describe deploy,rs",
        "describe deploy -A",
        "describe ds",
        "describe ds -n kube-system",
        "describe svc",
        "describe svc -A",
        "describe cm settings",
        "describe ev",
        "describe pod crash --show-events=false",
        "describe pod no-i",
        "describe pod plain nobody",
        "describe pods plain nobody another",
        "describe pod plain --as=jane",
    ],
)
def test_it_follows_the_newest_where_the_oldest_differs(look, line):
    newest_only(look.judge)
    look.agree(line)
