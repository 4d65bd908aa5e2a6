"""The mini shell: scripts of tutorials, by the second."""

from __future__ import annotations

import pytest

from clusters.sim.images import starting
from clusters.sim.images.process import Exit, Process, Start

CAT = ("cat", "/tmp/healthy")  # noqa: S108 inside a container


def script(text: str, image: str = "busybox:1.36", **env: str) -> Process:
    start = Start(("sh", "-c", text), env, hostname="p", epoch=1_795_176_000.0)
    return starting.process(image, start)


def said(process: Process, until: float = 60) -> list[str]:
    return [line.text for line in process.output(until)]


def code(process: Process) -> int | None:
    return process.exits.code if process.exits else None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("echo 'a  b' \"$X\" ${Y:-z}", ["a  b 1 z"]),
        ("echo -n a; echo b", ["ab"]),
        ("printf '%s-%d\\n' a 3", ["a-3"]),
        ("i=2; echo $((i * 3 + 1)) $(echo x)", ["7 x"]),
        ("for i in 1 2 3; do echo $i; done | grep -v 2", ["1", "3"]),
        ("for i in $(seq 2); do echo n$i; done", ["n1", "n2"]),
        ("if [ -f /tmp/x ]; then echo yes; else echo no; fi", ["no"]),
        ("touch /tmp/x; [ -f /tmp/x ] && echo yes || echo no", ["yes"]),
        ("echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f | wc -l", ["2"]),
        ("cat /nothing 2>&1 >/dev/null | wc -l", ["1"]),
        ("false || echo rescued; ! false || echo never", ["rescued"]),
        ("hostname; (echo inner)", ["p", "inner"]),
        ("x=5 && while [ $x -gt 3 ]; do echo $x; x=$((x-1)); done", ["5", "4"]),
        ("until [ -f /tmp/a ]; do echo wait; touch /tmp/a; done", ["wait"]),
        (
            "for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done",
            ["1", "3"],
        ),
        ("# only a comment\necho after", ["after"]),
    ],
)
def test_what_scripts_print(text, lines):
    assert said(script(text, X="1")) == lines


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("exit 3", 3),
        ("false", 1),
        ("set -e; false; true", 1),
        ("foo", 127),
        ("true", 0),
        ("sleep 5; exit 2", 2),
    ],
)
def test_how_scripts_end(text, status):
    assert code(script(text)) == status


def test_sleeping_takes_its_time():
    process = script("echo a; sleep 30; echo b; sleep 2m; exit 4")
    assert [round(line.at) for line in process.output(100)] == [0, 30]
    assert process.exits is not None
    assert round(process.exits.after) == 150


def test_a_loop_that_only_repeats_runs_for_ever():
    process = script("while true; do echo tick; sleep 10; done")
    assert process.exits is None
    assert [round(line.at) for line in process.output(35)] == [0, 10, 20, 30]


def test_a_days_worth_of_a_loop_is_read_in_no_time():
    process = script("while true; do date +%s; sleep 1; done")
    lines = list(process.output(86_400))
    assert len(lines) < 5000
    assert round(lines[-1].at) == pytest.approx(86_400, abs=2)
    assert int(lines[-1].text) == pytest.approx(1_795_176_000 + 86_400, abs=2)


def test_a_busy_loop_does_not_hang():
    assert script("while :; do :; done").exits is None


def test_files_are_as_the_script_has_left_them_by_then():
    process = script("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600")
    assert [round(at) for at in process.changes] == [0, 30]
    assert process.execute(CAT, 29).code == 0
    gone = process.execute(CAT, 31)
    assert (gone.code, gone.output) == (
        1,
        "cat: can't open '/tmp/healthy': No such file or directory",
    )


def test_gnu_tools_say_it_differently():
    process = script("sleep 99", "ubuntu:24.04")
    assert (
        process.execute(("cat", "/x"), 1).output == "cat: /x: No such file or directory"
    )


@pytest.mark.parametrize(
    ("image", "text"),
    [("busybox", "sh: foo: not found"), ("debian", "sh: 1: foo: not found")],
)
def test_an_unknown_command_is_refused_in_its_shells_words(image, text):
    assert said(script("foo", image)) == [text]


def test_a_shell_without_a_terminal_ends_at_once():
    assert starting.process("busybox", Start(("sh",))).exits == Exit(0.0, 0)


def test_pid_1_ignores_sigterm_unless_it_has_a_trap():
    assert script("sleep 99").stops is None
    assert script("trap 'exit 0' TERM; sleep 99").stops is not None


def test_a_server_may_be_started_by_a_script():
    process = script("echo begin; sleep 5; exec nginx -g 'daemon off;'", "nginx:1.27")
    assert said(process)[0] == "begin"
    assert "start worker processes" in " ".join(said(process))
    assert (process.answer(80, "/", 4), process.answer(80, "/", 6)) == (None, 200)
    assert process.stops == Exit(0.1, 0)


def test_what_the_mini_shell_lacks_is_admitted():
    (line,) = said(script("case $x in a) echo;; esac"))
    assert line.endswith("the mini shell lacks case")


def test_the_network_is_not_pretended():
    process = script("until nslookup db; do echo waiting; sleep 2; done")
    assert process.exits is None
    assert said(process, 1) == [
        "nslookup: the network of containers is not simulated yet",
        "waiting",
    ]


def inside(image, *words, **more):
    """A command beside a container's process, a minute after its start."""
    start = Start(
        ("sh", "-c", "sleep 600"), {}, hostname="p", epoch=1_795_176_000.0, **more
    )
    return starting.process(image, start).execute(words, 60)


def test_what_a_command_inside_says_is_told_as_it_was_written():
    ran = inside("busybox", "sh", "-c", "echo out; cat /nothing; echo end")
    assert ran.said == (
        ("stdout", "out\n"),
        ("stderr", "cat: can't open '/nothing': No such file or directory\n"),
        ("stdout", "end\n"),
    )


def test_a_container_has_the_files_that_its_node_makes():
    assert inside("busybox", "cat", "/etc/hostname").output == "p"
    hosts = inside("busybox", "cat", "/etc/hosts", address="10.0.0.7").output
    assert hosts.startswith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")
    assert hosts.endswith("\n10.0.0.7\tp")
    mounted = {"/etc/cfg/color": "blue"}
    assert inside("nginx", "cat", "/etc/cfg/color", files=mounted).output == "blue"
    assert "cfg" in inside("busybox", "ls", "/etc", files=mounted).output.split("\n")


def test_a_command_beside_a_server_knows_name_and_time():
    start = Start(
        ("nginx", "-g", "daemon off;"), {}, hostname="web", epoch=1_795_176_000.0
    )
    process = starting.process("nginx", start)
    assert process.execute(("hostname",), 5).output == "web"
    assert process.execute(("date", "+%s"), 5).output == "1795176005"


def test_a_command_that_goes_on_for_ever_is_told_apart():
    assert inside("busybox", "tail", "-f", "/dev/null").endless
    assert not inside("busybox", "false").endless
