"""kubectl logs and exec, through the door."""

from __future__ import annotations

import threading

import pytest

from clusters.terminal.program import Call, programs
from clusters.terminal.session import Stopped

TALKER = """
apiVersion: v1
kind: Pod
metadata: {name: talker}
spec:
  containers:
  - {name: one, image: busybox, command: [sh, -c, echo first; sleep 100000]}
  - {name: two, image: busybox, command: [sh, -c, echo second; sleep 100000]}
  - name: web
    image: nginx
    volumeMounts: [{name: v, mountPath: /etc/cfg}]
  volumes: [{name: v, configMap: {name: settings}}]
"""


@pytest.fixture(scope="module", autouse=True)
def talker(door, loop):
    from tests.terminal import at_work  # noqa: PLC0415 the fixtures come first

    made = at_work.terminal(door, loop, "default")
    made.ok("create configmap settings --from-literal=color=blue")
    made.ok("apply -f -", TALKER)
    made.ok("wait pod/talker --for=condition=Ready --timeout=20s")


def follow(terminal, *words):
    """A line that goes on, read piece by piece."""
    call = Call("kubectl", list(words), terminal.session, None, {})
    return programs["kubectl"](call)


def test_a_log_is_printed(terminal):
    said = terminal.kubectl("logs talker")
    assert said.out == "first\n"
    assert said.err == 'Defaulted container "one" out of: one, two, web\n'


def test_all_containers_are_told_apart(terminal):
    said = terminal.ok("logs talker --all-containers --prefix --tail=1")
    assert said.splitlines()[:2] == [
        "[pod/talker/one] first",
        "[pod/talker/two] second",
    ]


def test_several_logs_are_followed_at_once_until_they_are_stopped(terminal):
    pieces = follow(
        terminal, "logs", "-f", "talker", "--all-containers", "--tail=1", "--prefix"
    )
    heard = {next(pieces) for _ in range(3)}
    assert {"[pod/talker/one] first\n", "[pod/talker/two] second\n"} < heard
    terminal.session.stop.set()
    with pytest.raises(Stopped):
        list(pieces)


def test_who_reads_no_further_leaves_nothing_behind(terminal):
    before = threading.active_count()
    pieces = follow(terminal, "logs", "-f", "talker", "--all-containers", "--tail=1")
    next(pieces)
    pieces.close()
    for thread in threading.enumerate():
        if (
            thread.daemon
            and thread.name.startswith("Thread-")
            and "_hear" in thread.name
        ):
            thread.join(10)
    assert threading.active_count() <= before + 1


def test_a_command_runs_in_a_container(terminal):
    assert terminal.ok("exec talker -c one -- hostname") == "talker\n"
    assert terminal.ok("exec talker -c web -- cat /etc/cfg/color") == "blue"
    assert "nameserver 10.100.0.10" in terminal.ok(
        "exec talker -c one -- cat /etc/resolv.conf"
    )


def test_its_code_and_its_streams_come_through(terminal):
    said = terminal.kubectl("exec talker -c one -- sh -c 'echo hi; cat /no; exit 4'")
    assert (said.code, said.out) == (4, "hi\n")
    assert said.err == (
        "cat: can't open '/no': No such file or directory\n"
        "command terminated with exit code 4\n"
    )


def test_a_program_that_the_image_lacks_is_refused_in_the_runtimes_words(terminal):
    said = terminal.kubectl("exec talker -c one -- bash -c ls")
    assert said.code == 1
    assert 'exec: "bash": executable file not found in $PATH: unknown' in said.err


def test_a_shell_to_type_in_is_explained(terminal):
    said = terminal.kubectl("exec -it talker -c one -- sh")
    assert said.code == 1
    assert "kubectl exec talker -- sh -c" in said.err


def test_only_who_may_get_in_gets_in(terminal):
    terminal.ok("create role looker --verb=get --resource=pods")
    terminal.ok("create rolebinding lookers --role=looker --user=jane")
    said = terminal.kubectl("exec talker -c one --as=jane -- ls")
    assert said.err == (
        'Error from server (Forbidden): pods "talker" is forbidden: User "jane" cannot '
        'create resource "pods/exec" in API group "" in the namespace "default"\n'
    )


def test_a_container_that_does_not_run_has_no_inside(terminal):
    terminal.ok("run no-image --image=nginx:nonexistent-tag")
    said = terminal.kubectl("exec no-image -- ls")
    assert "container not found" in said.err or "host assigned" in said.err
