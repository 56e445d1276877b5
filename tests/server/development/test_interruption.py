"""`./run dev` that is interrupted, at whatever it is."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from server.development.demo import DEMO_USER
from tests.server.commands import environment
from tests.server.development.development import PATIENCE, ask, development


@pytest.mark.slow
def test_interrupted_twice_it_ends_without_a_word_and_leaves_what_the_next_start_can_use(data: Path) -> None:
    interrupt(data, "", 0)  # while it imports
    for seconds in (0, 1.5):  # while the servers start, while it migrates
        shutil.rmtree(data / "postgres", ignore_errors=True)
        interrupt(data, "Making a database", seconds)
    for seconds in (0, 1.5):  # before the first picture is decoded, and between others
        interrupt(data, "Recording the demo", seconds)
    (data / "demo-recorded").touch()
    interrupt(data, "Task Record is at", 0)  # while it has nothing to do
    with development(data) as again:
        assert ask(again, "{ viewer { id } }") == {"viewer": {"id": str(DEMO_USER)}}


def interrupt(data: Path, words: str, seconds: float) -> None:
    """
    `seconds` after it has said `words`, and again: at once where it was at work by then, while it stops where not.
    """
    # Warnings as a user has them.
    command: list[str | Path] = [sys.executable, "-P", "-m", "server", "dev", "--port", "0", "--data", data]
    with subprocess.Popen(
        # Who runs the tests in the background may ignore the signal, and has what they start ignore it.
        ["/usr/bin/env", "--default-signal=INT", *command],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        until_said(process, words)
        time.sleep(seconds)
        started = time.monotonic()
        # A terminal sends it to all processes of the group.
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0 if seconds else 0.3)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            rest, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert time.monotonic() - started < 10
    assert "Traceback" not in rest
    assert running_with(data) == []


def until_said(process: subprocess.Popen[str], words: str) -> None:
    """Where it is to have said nothing: until it imports."""
    assert process.stdout
    while words and words not in process.stdout.readline():
        assert process.poll() is None
    while not words and "pydantic_core" not in Path(f"/proc/{process.pid}/maps").read_text():
        assert process.poll() is None
        time.sleep(0.01)


def running_with(data: Path) -> list[str]:
    """The command lines of processes that name the directory."""
    lines = [path.read_bytes().replace(b"\0", b" ").decode() for path in Path("/proc").glob("[0-9]*/cmdline")]
    return [line for line in lines if str(data) in line]
