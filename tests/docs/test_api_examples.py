import asyncio
import base64
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from resolvers.exceptions import ErrorCode
from schema.schema import schema
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, on_port
from tests.docs.examples import ROOT, Example, Names, read_examples

pytestmark = pytest.mark.own_database

API, CREDITS = ROOT / "docs" / "api.md", ROOT / "docs" / "credits.md"
ADDRESS = "http://127.0.0.1:8000"
USER = UUID("0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGN4FmADAAOSAXNBn3h4AAAAAElFTkSuQmCC"
)


class Reader:
    """Does what the page says, in its order, as someone would who reads it."""

    def __init__(self, http: httpx2.AsyncClient, directory: Path, plan: str) -> None:
        self.http = http
        self.directory = directory
        self.names = Names()
        self.callers = {
            "": Client(http, USER, plan=plan),
            "pro": Client(http, USER),
            "service": Client(http, role="service", plan=plan),
            "admin": Client(http, role="admin"),
        }
        self.events: list[tuple[Example, AsyncIterator[str]]] = []
        self.subscriptions = AsyncExitStack()

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
        command = self.names.fill(example.request).replace(ADDRESS, str(self.http.base_url).rstrip("/"))
        token = self.callers[""].token
        process = await asyncio.create_subprocess_exec(
            "sh", "-euc", command, cwd=self.directory, env=os.environ | {"TOKEN": token}, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        assert process.returncode == 0
        return output.decode()

    async def subscribe(self, example: Example) -> None:
        """Its answer is what the rest of the page brings about."""
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
            assert answer == "", f"the answer is not told: {answer}"
        else:
            expected, actual = json.loads(example.answer), json.loads(answer)
            if "extensions" not in expected:  # what each cost is shown once
                actual.pop("extensions", None)
            self.names.compare(expected, actual, "the answer")


@pytest.fixture
async def reader(settings: Settings, tmp_path: Path) -> AsyncIterator[Reader]:
    (tmp_path / "picture.png").write_bytes(PICTURE)
    async with on_port(settings) as server:
        reader = Reader(server.http, tmp_path, "free")
        async with reader.subscriptions:
            yield reader


@pytest.fixture
async def buyer(settings: Settings, tmp_path: Path) -> AsyncIterator[Reader]:
    """Of the page on credits, on the plan that it begins with."""
    plans = tmp_path / "plans.toml"
    plans.write_text(
        re.findall(r"^```toml\n(.*?)^```", CREDITS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[0]
    )
    values = {name: getattr(settings, name) for name in Settings.model_fields} | {"plans_file": plans}
    async with in_process(Settings(**values)) as application:
        yield Reader(application.http, tmp_path, "studio")


async def read(reader: Reader, page: Path) -> None:
    for example in read_examples(page):
        try:
            await reader.follow(example)
        except Exception as error:
            error.add_note(f"{page.name}, line {example.line}:\n{example.request}")
            raise


async def test_the_examples_answer_as_the_page_says(reader: Reader) -> None:
    await read(reader, API)
    await reader.check_events()


async def test_the_examples_of_credits_answer_as_the_page_says(buyer: Reader) -> None:
    await read(buyer, CREDITS)


def shown_fields() -> set[tuple[str, str]]:
    shown = set()
    for example in [*read_examples(API), *read_examples(CREDITS)]:
        if example.language == "graphql":
            [operation] = parse(example.request).definitions
            assert isinstance(operation, OperationDefinitionNode)
            for field in operation.selection_set.selections:
                assert isinstance(field, FieldNode)
                shown.add((operation.operation.value, field.name.value))
    return shown


def test_every_operation_is_shown() -> None:
    definition: Any = schema._schema
    offered = {
        (kind, name)
        for kind in ("query", "mutation", "subscription")
        for name in getattr(definition, f"{kind}_type").fields
    }
    assert offered - shown_fields() == set()


def test_every_code_is_told() -> None:
    told = re.findall(r"`([A-Z_]+)`", "".join(re.findall(r"^\|.*?\|", API.read_text(encoding="utf-8"), re.MULTILINE)))
    assert set(told) == set(ErrorCode)


@pytest.mark.parametrize("rotten", ['"…"', '"pending"', "null"])
def test_another_value_does_not_pass(rotten: str) -> None:
    names = Names()
    expected = json.loads(f'{{"task": {{"status": {rotten}}}}}')
    names.compare(expected, expected | {"task": {"status": "pending"}} if rotten != "null" else expected)
    with pytest.raises(AssertionError):
        names.compare(expected, {"task": {"status": None if rotten == '"…"' else "failed"}})
