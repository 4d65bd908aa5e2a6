"""kubectl rollout, wait and auth, through the door."""

from __future__ import annotations


def test_a_change_is_undone(terminal):
    terminal.ok("create deployment undone --image=nginx:1.26")
    terminal.ok("set image deployment/undone nginx=nginx:1.27")
    terminal.ok("rollout status deploy/undone --timeout=20s")
    assert terminal.ok("rollout undo deploy/undone") == (
        "deployment.apps/undone rolled back\n"
    )
    told = terminal.ok("get deploy undone -o wide")
    assert "nginx:1.26" in told
    history = terminal.ok("rollout history deploy/undone").split("\n")
    assert [line.split()[0] for line in history[2:4]] == ["2", "3"]


def test_a_rollout_that_cannot_end_times_out(terminal):
    terminal.ok("create deployment stuck --image=nginx:nonexistent-tag")
    said = terminal.kubectl("rollout status deploy/stuck --timeout=1s")
    assert said.code == 1
    assert said.out.startswith('Waiting for deployment "stuck" rollout to finish: 0 of')
    assert said.err == "error: timed out waiting for the condition\n"


def test_the_first_look_may_be_enough(terminal):
    said = terminal.kubectl("wait ns/default --for=jsonpath={.status.phase}=Active")
    assert (said.code, said.out) == (0, "namespace/default condition met\n")


def test_waiting_ends_when_an_object_goes(terminal):
    terminal.ok("create configmap going")
    terminal.ok("delete configmap going")
    assert terminal.ok("wait cm/going --for=delete") == ""


def test_what_never_comes_is_waited_for_no_longer_than_asked(terminal):
    said = terminal.kubectl("wait ns/default --for=condition=Nope --timeout=1s")
    assert said.code == 1
    assert said.err == (
        "error: timed out waiting for the condition on namespaces/default\n"
    )


def test_may_i(terminal):
    assert terminal.kubectl("auth can-i create pods").out == "yes\n"
    said = terminal.kubectl("auth can-i create pods --as=jane")
    assert (said.code, said.out) == (1, "no\n")


def test_who_am_i(terminal):
    told = terminal.ok("auth whoami --as=jane --as-group=a --as-group=b")
    assert told == (
        "ATTRIBUTE   VALUE\nUsername    jane\nGroups      [a b system:authenticated]\n"
    )


def test_reconcile_is_not_here(terminal):
    assert "see Connect" in terminal.kubectl("auth reconcile -f x").err
