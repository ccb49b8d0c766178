"""A scanner, where there is one: asked in its own protocol, over a real socket."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from alliance.documents.clamd import PIECE, NoAnswerError, is_clean

SIGN = b"a sign of harm"


def received(wire: socket.socket) -> bytes:
    """What came in pieces; raises if it came in any other way."""
    with wire.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        pieces = b""
        while size := struct.unpack(">I", stream.read(4))[0]:
            assert size <= PIECE
            pieces += stream.read(size)
        return pieces


@contextmanager
def a_scanner(listening: socket.socket, answer: bytes | None = None) -> Iterator[None]:
    """One that finds SIGN, or says `answer` whatever it is given."""

    def serve() -> None:
        with closing(listening), closing(listening.accept()[0]) as wire:
            found = b"stream: Harm FOUND\0" if SIGN in received(wire) else b"stream: OK\0"
            wire.sendall(found if answer is None else answer)

    listening.listen()
    thread = threading.Thread(target=serve)
    thread.start()
    yield
    thread.join(timeout=10)


def by_path(path: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    return listening


@pytest.mark.parametrize(
    ("content", "clean"), [(b"", True), (b"calm " * PIECE, True), (b"x" * PIECE + SIGN, False)]
)
def test_it_is_asked_piece_by_piece(tmp_path: Path, content: bytes, clean: bool) -> None:
    at = tmp_path / "clamd"
    with a_scanner(by_path(at)):
        assert is_clean(content, at=str(at)) is clean


def test_it_may_listen_on_a_port() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    with a_scanner(listening):
        assert is_clean(b"calm", at=f"127.0.0.1:{port}")


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"x" * 9999])
def test_an_answer_that_says_neither_is_no_answer(tmp_path: Path, answer: bytes) -> None:
    at = tmp_path / "clamd"
    with a_scanner(by_path(at), answer), pytest.raises(NoAnswerError):
        is_clean(b"calm", at=str(at))


def test_nobody_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError):
        is_clean(b"calm", at=str(tmp_path / "nobody"))
