"""Starts `./run dev` for tests, and calls its API."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import httpx2

from tests.program import Program
from tests.server.commands import environment, forked
from tests.services import service_directory

PATIENCE = 60.0
"""Seconds until it answers: the page may have to be built."""
OWN_TASK = "0192f0a4-52bc-4d3a-9d3e-6a5c1c3b7a11"
"""A task that the demo user creates before the demo is recorded."""


class Development:
    """A running `./run dev`, and the address that it printed."""

    def __init__(self, process: Program, output: TextIO) -> None:
        self.process, self.output = process, output
        self.line = output.readline()
        parts = urlsplit(self.line.split()[-1])
        self.address = f"{parts.scheme}://{parts.netloc}"
        self.port = parts.port
        self.headers = {"Authorization": f"Bearer {parts.fragment.removeprefix('token=')}"}

    def stop(self, number: int) -> tuple[int, str]:
        """Send the signal, and return the exit status and the output after the first line, within 10 seconds."""
        self.process.send_signal(number)
        return self.process.wait(10), self.output.read()

    def page(self) -> httpx2.Response:
        """Return the page, once it no longer answers that it is being built."""
        deadline = time.monotonic() + PATIENCE
        while (answer := httpx2.get(f"{self.address}/")).status_code == 503:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return answer


@contextmanager
def development(data: Path, *options: str, stderr: int = 2, **settings: str) -> Iterator[Development]:
    reading, writing = os.pipe()
    process = forked(["dev", "--port", 0, "--data", data, *options], environment(**settings), writing, stderr)
    os.close(writing)
    with os.fdopen(reading) as output:
        try:
            yield Development(process, output)
        finally:
            process.terminate()
            process.wait(PATIENCE)


@contextmanager
def recorded_demo() -> Iterator[Path]:
    """
    A data directory to copy, with the demo recorded, which takes longer than most tests. Its first start was killed
    while it recorded the demo, once the demo user had a task of their own.
    """
    with service_directory() as directory:
        with development(directory) as started:
            ask(started, f'mutation {{ createTask(input: {{id: "{OWN_TASK}", prompt: "Mine"}}) {{ task {{ id }} }} }}')
            while not ask(started, "{ statistics { successfulTasks } }")["statistics"]["successfulTasks"]:
                time.sleep(0.05)
            started.process.kill()
        with development(directory) as started:
            wait_for_demo(directory)
            deleted = ask(started, f'mutation {{ deleteTask(input: {{id: "{OWN_TASK}"}}) {{ deletedTaskId }} }}')
            assert deleted == {"deleteTask": {"deletedTaskId": OWN_TASK}}
            assert started.stop(signal.SIGINT)[0] == 0
        (directory / "ports.json").unlink()  # a copy may run at the same time
        yield directory


def wait_for_demo(data: Path) -> None:
    """Wait until the whole demo is recorded: the page is shown with its newest tasks."""
    deadline = time.monotonic() + 3 * PATIENCE
    while not (data / "demo-recorded").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ask(started: Development, query: str, token: str | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else started.headers
    answer = httpx2.post(f"{started.address}/graphql", json={"query": query}, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])
