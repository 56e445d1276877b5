"""`./run dev`, interrupted in each phase of its start."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest

from server.development.demo.demo_user import DEMO_USER
from tests.server.commands import Start, environment, forked
from tests.server.development.development import PATIENCE, ask, development


@pytest.mark.slow
def test_a_start_that_is_interrupted_twice_ends_and_the_next_one_succeeds(data: Path) -> None:
    """The caller's umask does not hide the new directories from the servers' account."""
    new = data / "new" / "data"
    interrupt(start_as_user, new, "Creating a database", 1.5)  # while it migrates
    works(new)
    assert (new / "postgres").exists()


@pytest.mark.faults
def test_a_start_that_is_interrupted_twice_in_any_phase_ends_and_the_next_one_succeeds(data: Path) -> None:
    for seconds in (0, 1.5):  # while the servers start, while it migrates
        shutil.rmtree(data / "postgres", ignore_errors=True)
        interrupt(start_as_user, data, "Creating a database", seconds)
    for seconds in (0, 1.5):  # before the first picture is decoded, and between others
        interrupt(forked, data, "Recording the demo", seconds)
    (data / "demo-recorded").touch()
    interrupt(forked, data, "Task Record is at", 0)  # while it has nothing to do
    works(data)


def works(data: Path) -> None:
    with development(data) as again:
        assert ask(again, "{ viewer { id } }") == {"viewer": {"id": str(DEMO_USER)}}


def interrupt(start: Start, data: Path, words: str, seconds: float) -> None:
    """
    Start it, and send SIGINT twice, `seconds` after it has printed `words`. The second follows at once or, if
    `seconds` is 0, after 0.3 s, while it stops. It must end within 10 s.
    """
    reading, writing = os.pipe()
    process = start(["dev", "--port", 0, "--data", data], environment(), writing, writing)
    os.close(writing)
    with os.fdopen(reading) as output:
        try:
            while words not in output.readline():
                assert process.poll() is None
            time.sleep(seconds)
            started = time.monotonic()
            # A terminal sends SIGINT to all processes of the group.
            os.killpg(process.pid, signal.SIGINT)
            time.sleep(0 if seconds else 0.3)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            process.wait(PATIENCE)
            assert time.monotonic() - started < 10
            assert "Traceback" not in output.read()
        finally:
            process.kill()
    assert running_with(data) == []


def start_as_user(
    arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int
) -> subprocess.Popen[bytes]:
    """Start it in a new Python, with the warnings that users have, and a strict umask."""
    return subprocess.Popen(
        # Tests that run in the background may ignore SIGINT, which processes inherit.
        ["/usr/bin/env", "--default-signal=INT", sys.executable, "-P", "-m", "server.commands", *map(str, arguments)],
        env=env,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        umask=0o077,
    )


def running_with(data: Path) -> list[str]:
    """Return the command lines of processes that name the directory."""
    lines = [path.read_bytes().replace(b"\0", b" ").decode() for path in Path("/proc").glob("[0-9]*/cmdline")]
    return [line for line in lines if str(data) in line]
