"""What goes between a job and who asked for it: JSON with its length before it."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, TypeAlias

Frame: TypeAlias = dict[str, Any]
LENGTH = struct.Struct("!I")
LARGEST = 32 << 20


class Ended(Exception):
    """The other side is gone, or does not speak as it should."""


def send(channel: socket.socket, frame: Frame) -> None:
    """Send one frame. Raises Ended."""
    body = json.dumps(frame, separators=(",", ":")).encode()
    try:
        channel.sendall(LENGTH.pack(len(body)) + body)
    except OSError as error:
        raise Ended from error


def receive(channel: socket.socket) -> Frame:
    """The next frame, as long as that takes. Raises Ended."""
    (length,) = LENGTH.unpack(_exactly(channel, LENGTH.size))
    if length > LARGEST:
        raise Ended
    try:
        frame = json.loads(_exactly(channel, length))
    except ValueError as error:
        raise Ended from error
    if not isinstance(frame, dict):
        raise Ended
    return frame


def _exactly(channel: socket.socket, count: int) -> bytes:
    read = bytearray()
    while len(read) < count:
        try:
            some = channel.recv(min(count - len(read), 1 << 20))
        except OSError as error:
            raise Ended from error
        if not some:
            raise Ended
        read += some
    return bytes(read)
