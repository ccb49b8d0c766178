"""Asking a ClamAV daemon about a file, where an installation has one.

The protocol is clamd's own INSTREAM: pieces with their length before them, an empty one at the end.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing

PIECE = 64 * 1024
PATIENCE = 60  # seconds
ANSWER_SIZE = 4096


class NoAnswerError(OSError):
    """The daemon is away or did not understand. The file waits until it is back."""


def is_clean(content: bytes, *, at: str) -> bool:
    """Whether clamd finds nothing in `content`.

    `at` is a path (/run/clamav/clamd.ctl) or host:port. Raises NoAnswerError where it cannot say.
    """
    try:
        with closing(_reach(at)) as wire:
            wire.sendall(b"zINSTREAM\0")
            for piece in _pieces(content):
                wire.sendall(piece)
            answer = _read(wire)
    except OSError as error:
        raise NoAnswerError(f"clamd does not answer: {type(error).__name__}") from error
    if answer.endswith(b"OK"):
        return True
    if answer.endswith(b"FOUND"):
        return False
    raise NoAnswerError("clamd could not look at the file")


def _reach(at: str) -> socket.socket:
    if at.startswith("/"):
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        wire.settimeout(PATIENCE)
        try:
            wire.connect(at)
        except OSError:
            wire.close()
            raise
        return wire
    host, _, port = at.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        yield struct.pack(">I", len(piece)) + piece
    yield struct.pack(">I", 0)


def _read(wire: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_SIZE:
        more = wire.recv(ANSWER_SIZE)
        if not more:
            break
        answer += more
    return answer.strip(b"\0\r\n ")
