import base64
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLScalarType,
    OperationDefinitionNode,
    build_schema,
    parse,
    specified_scalar_types,
    validate,
)

from resolvers.exceptions import ErrorCode
from schema.core_schema import CORE
from schema.schema import schema
from server.settings.settings import Settings
from tests.application import in_process, on_port
from tests.bucket import own_bucket
from tests.docs.examples import ROOT, STORY, Example, Names, read_examples
from tests.docs.reader import Reader
from tests.resolvers.finding.indexing import note

pytestmark = pytest.mark.own_database

BOARDS, CREDITS, PROVENANCE, SHARING, FIND = OWN_STORIES = [
    ROOT / "docs" / f"{page}.md" for page in ("boards", "credits", "provenance", "sharing", "find")
]
API, *MORE = STORY
PAGES = [*STORY, *OWN_STORIES, ROOT / "docs" / "webhooks.md"]
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGN4FmADAAOSAXNBn3h4AAAAAElFTkSuQmCC"
)


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    """With a bucket of its own: a report on integrity lists all objects, and other tests store thousands."""
    async with own_bucket(settings) as own:
        yield own


@pytest.fixture
async def reader(settings: Settings, tmp_path: Path) -> AsyncIterator[Reader]:
    (tmp_path / "picture.png").write_bytes(PICTURE)
    async with on_port(settings) as server:
        reader = Reader(server.http, tmp_path, "free")
        async with reader.subscriptions:
            yield reader


@pytest.fixture
async def buyer(settings: Settings, tmp_path: Path) -> AsyncIterator[Reader]:
    """A reader of the page on credits, with the plan at its beginning."""
    plans = tmp_path / "plans.toml"
    plans.write_text(
        re.findall(r"^```toml\n(.*?)^```", CREDITS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[0]
    )
    values = {name: getattr(settings, name) for name in Settings.model_fields} | {"plans_file": plans}
    async with in_process(Settings(**values)) as application:
        yield Reader(application.http, tmp_path, "studio")


@pytest.mark.slow
async def test_the_examples_answer_as_the_pages_say(reader: Reader) -> None:
    await reader.read(API)
    await reader.check_events()
    for page in MORE:
        await reader.read(page)


async def test_the_examples_of_boards_answer_as_the_page_says(reader: Reader) -> None:
    await reader.read(BOARDS)


async def test_the_examples_of_credits_answer_as_the_page_says(buyer: Reader) -> None:
    await buyer.read(CREDITS)


async def test_the_examples_of_provenance_answer_as_the_page_says(settings: Settings, tmp_path: Path) -> None:
    [producer] = re.findall(r'CONTENT_PRODUCER="(.*)"', PROVENANCE.read_text(encoding="utf-8"))
    async with in_process(settings, content_producer=producer) as application:
        await Reader(application.http, tmp_path, "free").read(PROVENANCE)


async def test_the_examples_of_sharing_answer_as_the_page_says(settings: Settings, tmp_path: Path) -> None:
    async with on_port(settings) as server:
        await Reader(server.http, tmp_path, "pro").read(SHARING)


class PatientReader(Reader):
    """A reader who waits until the worker has indexed the recorded tasks."""

    settings: Settings

    async def ask(self, example: Example) -> str:
        await note(self.settings)
        return await super().ask(example)


async def test_the_examples_of_finding_answer_as_the_page_says(settings: Settings, tmp_path: Path) -> None:
    async with in_process(settings) as application:
        reader = PatientReader(application.http, tmp_path, "free")
        reader.settings = settings
        await reader.read(FIND)


def shown_operations(pages: list[Path]) -> set[tuple[str, str]]:
    shown = set()
    for example in [example for page in pages for example in read_examples(page)]:
        if example.language == "graphql":
            requests = [example.request]
        else:
            requests = re.findall(r'"query": "(.*?)"', example.request)
        for request in requests:
            [operation] = parse(request).definitions
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
    assert offered - shown_operations(PAGES) == set()


def test_the_first_page_shows_the_core() -> None:
    """Each operation of the core is shown, and is valid in the core's own schema."""
    core = build_schema((ROOT / "schema" / "core.graphql").read_text(encoding="utf-8"))
    shown = {name for _, name in shown_operations([API])}
    assert shown == {"viewer"} | {name for names in CORE.values() for name in names}
    for example in read_examples(API):
        if example.language == "graphql":
            assert validate(core, parse(example.request)) == []


def test_generated_types_know_every_scalar() -> None:
    text = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    definition: Any = schema._schema
    types = definition.type_map
    [scalars] = re.findall(r"scalars: \{(.*?)\}", text, re.DOTALL)
    own = {name for name, one in types.items() if isinstance(one, GraphQLScalarType)} - set(specified_scalar_types)
    assert set(re.findall(r"(\w+):", scalars)) == own | {"ID"}


def test_every_code_is_explained() -> None:
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    explained = re.findall(r"`([A-Z_]+)`", "".join(re.findall(r"^\|.*?\|", text, re.MULTILINE)))
    assert set(explained) == set(ErrorCode.declared)


@pytest.mark.parametrize("rotten", ['"…"', '"pending"', "null"])
def test_another_value_does_not_pass(rotten: str) -> None:
    names = Names()
    expected = json.loads(f'{{"task": {{"status": {rotten}}}}}')
    names.compare(expected, expected | {"task": {"status": "pending"}} if rotten != "null" else expected)
    with pytest.raises(AssertionError):
        names.compare(expected, {"task": {"status": None if rotten == '"…"' else "failed"}})
