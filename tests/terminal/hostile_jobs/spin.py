"""Uses up what there is: time, memory, patience, or its caller's."""

from __future__ import annotations

import os
import signal
import time


def compute(_):
    while True:
        pass


def wait(_):
    time.sleep(600)


def memory(_):
    bytearray(1 << 30)


def deep(talk):
    deep(talk)


def chatter(talk):
    while True:
        talk.out("x" * 10_000)


def die(_):
    signal.raise_signal(signal.SIGKILL)


def nonsense(talk):
    os.write(talk._channel.fileno(), b"\xff" * 100)


def run(given, talk):
    talk.out("begun\n")
    talk.flush()
    globals()[given["how"]](talk)
    return 0
