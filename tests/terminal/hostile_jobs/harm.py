"""Tries one harmful thing, and says what came of it."""

from __future__ import annotations

import ctypes
import multiprocessing.shared_memory
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request


def _read(path):
    with open(path, "rb") as file:
        return len(file.read())


ATTEMPTS = {
    "read a file": lambda place: _read(f"{place}/secret"),
    "read passwords": lambda _: _read("/etc/passwd"),
    "read its own memory map": lambda _: _read("/proc/self/maps"),
    "read by way of a library": lambda _: _read(
        f"{os.__file__}/../../../../../etc/passwd"
    ),
    "read by descriptor": lambda _: os.open("/etc/passwd", os.O_RDONLY),
    "write a file": lambda place: pathlib.Path(f"{place}/new").write_text("x"),
    "add to a file": lambda place: open(f"{place}/secret", "a"),
    "write to a library": lambda _: open(os.__file__, "r+"),
    "create by descriptor": lambda place: os.open(
        f"{place}/new", os.O_CREAT | os.O_RDWR
    ),
    "make a folder": lambda place: os.mkdir(f"{place}/folder"),
    "remove a file": lambda place: os.remove(f"{place}/secret"),
    "rename a file": lambda place: os.rename(f"{place}/secret", f"{place}/new"),
    "link a file": lambda place: os.symlink(f"{place}/secret", f"{place}/new"),
    "open a file to all": lambda place: os.chmod(f"{place}/secret", 0o777),
    "cut a file": lambda place: os.truncate(f"{place}/secret", 0),
    "copy a file": lambda place: shutil.copy(f"{place}/secret", f"{place}/new"),
    "remove a tree": shutil.rmtree,
    "make a temporary file": lambda place: tempfile.mkstemp(dir=place),
    "list a folder": os.listdir,
    "walk a folder": lambda place: list(os.scandir(place)),
    "change its folder": os.chdir,
    "open a database": lambda place: sqlite3.connect(f"{place}/new"),
    "make a socket": lambda _: socket.socket(),
    "look up a name": lambda _: socket.getaddrinfo("localhost", 80),
    "connect": lambda _: socket.create_connection(("127.0.0.1", 1)),
    "fetch a page": lambda _: urllib.request.urlopen("http://127.0.0.1:1/"),
    "start a program": lambda _: subprocess.run(["/bin/true"]),
    "run a shell": lambda _: os.system("true"),
    "become a program": lambda _: os.execv("/bin/true", ["true"]),
    "spawn": lambda _: os.posix_spawn("/bin/true", ["true"], {}),
    "fork": lambda _: os.fork(),
    "load a library": lambda _: ctypes.CDLL("libc.so.6"),
    "share memory": lambda _: multiprocessing.shared_memory.SharedMemory(
        create=True, size=1
    ),
    "kill its parent": lambda _: os.kill(os.getppid(), 9),
    "trace calls": lambda _: sys.setprofile(lambda *_: None),
}


def run(given, talk):
    try:
        talk.out(f"did it: {ATTEMPTS[given['attempt']](given['place'])}")
    except Exception as error:
        talk.out(type(error).__name__)
    return 0
