import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import httpx2

from tests.api import Client
from tests.docs.examples import Example, Names, read_examples

ADDRESS = "http://127.0.0.1:8000"
USER = UUID("0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11")


class Reader:
    """Runs the examples of a page in their order, as a reader would, and compares the answers."""

    def __init__(self, http: httpx2.AsyncClient, directory: Path, plan: str) -> None:
        self.http = http
        self.directory = directory
        self.names = Names()
        self.names.addresses[ADDRESS] = str(http.base_url).rstrip("/")
        self.callers = {
            "": Client(http, USER, plan=plan),
            "pro": Client(http, USER),
            "friend": Client(http, plan=plan),
            "service": Client(http, role="service", plan=plan),
            "admin": Client(http, role="admin"),
        }
        self.events: list[tuple[Example, AsyncIterator[str]]] = []
        self.subscriptions = AsyncExitStack()

    async def read(self, page: Path) -> None:
        for example in read_examples(page):
            try:
                await self.follow(example)
            except Exception as error:
                error.add_note(f"{page.name}, line {example.line}:\n{example.request}")
                raise

    async def follow(self, example: Example) -> None:
        if "subscription" in example.request:
            await self.subscribe(example)
            return
        answer = await (self.run(example) if example.language == "sh" else self.ask(example))
        self.check(example, answer)

    async def ask(self, example: Example) -> str:
        request = {
            "query": self.names.fill(example.request),
            "variables": json.loads(self.names.fill(example.variables)),
        }
        answer = await self.http.post("/graphql", json=request, headers=self.callers[example.caller].headers)
        return answer.text

    async def run(self, example: Example) -> str:
        command = self.names.fill(example.request)
        token = self.callers[""].token
        process = await asyncio.create_subprocess_exec(
            "sh", "-euc", command, cwd=self.directory, env=os.environ | {"TOKEN": token}, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        assert process.returncode == 0
        return output.decode()

    async def subscribe(self, example: Example) -> None:
        """Subscribe; `check_events` compares the event, which later examples of the page cause."""
        stream = self.http.stream(
            "POST",
            "/graphql",
            json={"query": example.request},
            headers=self.callers[example.caller].headers | {"Accept": "text/event-stream"},
        )
        response = await self.subscriptions.enter_async_context(stream)
        self.events.append((example, response.aiter_lines()))

    async def check_events(self) -> None:
        for example, lines in self.events:
            async with asyncio.timeout(5):
                async for line in lines:
                    if line.startswith("data: {"):
                        self.check(example, line.removeprefix("data: "))
                        break

    def check(self, example: Example, answer: str) -> None:
        if example.answer is None:
            assert answer == "", f"the page does not show the answer: {answer}"
        else:
            expected, actual = json.loads(self.names.found(example.answer)), json.loads(answer)
            if "extensions" not in expected:  # the cost is shown in one example
                actual.pop("extensions", None)
            self.names.compare(expected, actual, "the answer")
