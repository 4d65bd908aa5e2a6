"""The process that has the libraries loaded and forks a child for each job.

`python -m clusters.terminal.box.zygote <descriptor> <package of the jobs>`. It never
runs a job itself, knows no database and no secret, and ends when the descriptor does.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import select
import signal
import socket
import struct
import sys

from clusters.terminal.box import child

ORDER = struct.Struct("!cI")
START, STOP = b"s", b"k"
Children = dict[int, int]
"""Numbers of jobs to processes."""


def main(descriptor: int, package: str) -> None:
    control = socket.socket(fileno=descriptor)
    prepare(package)
    # What is loaded stays shared: no collection touches it in a child.
    gc.collect()
    gc.freeze()
    children: Children = {}
    woken = _wakened()
    waiting = select.poll()
    for source in (control.fileno(), woken):
        waiting.register(source, select.POLLIN)
    going = True
    while going:
        ready = [source for source, _ in waiting.poll()]
        if woken in ready:
            os.read(woken, 4096)
            _reap(children)
        if control.fileno() in ready:
            going = _obey(control, package, children)
    for pid in children.values():
        os.kill(pid, signal.SIGKILL)


def _wakened() -> int:
    """A descriptor to read from when a child has ended: nothing is done meanwhile."""
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes)
    return woken


def prepare(package: str) -> None:
    """Load what the jobs need before there is one."""
    found = importlib.import_module(package)
    for module in pkgutil.iter_modules(found.__path__, package + "."):
        job = importlib.import_module(module.name)
        if hasattr(job, "prepare"):
            job.prepare()


def _obey(control: socket.socket, package: str, children: Children) -> bool:
    """Do what is asked; False when whoever started us is gone."""
    text, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 1)
    if len(text) < ORDER.size:
        return False
    letter, number = ORDER.unpack(text)
    if letter == START and descriptors:
        _start(descriptors[0], package, number, children)
    elif letter == STOP and number in children:
        os.kill(children[number], signal.SIGKILL)
    return True


def _start(channel: int, package: str, number: int, children: Children) -> None:
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        child.serve(channel, package, zygote)
    os.close(channel)
    children[number] = pid


def _reap(children: Children) -> None:
    while children:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        for number in [known for known, held in children.items() if held == pid]:
            del children[number]


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
