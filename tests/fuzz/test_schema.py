"""Random documents, valid and invalid for the schema, which schemathesis generates, are answered."""

from dataclasses import replace
from itertools import chain
from typing import Any
from uuid import UUID

import httpx2
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode
from schemathesis.graphql import nodes

from server.settings.settings import Settings
from tests.application import own_process
from tests.fuzz.fuzz import UNLIMITED, check_answer, fuzz
from tests.server.commands import TOP

pytestmark = pytest.mark.own_database

TASKS = [str(UUID(int=number)) for number in range(1, 6)]
"""The ids of the tasks that exist."""

schemathesis.graphql.scalar("ID", (strategies.sampled_from(TASKS) | strategies.text()).map(nodes.String))
ADDRESSES = strategies.sampled_from(
    ["https://localhost/", "https://192.0.2.1/", "https://example.com/a?b=c#d", "http://192.0.2.1"]
)
schemathesis.graphql.scalar("URL", (ADDRESSES | strategies.text()).map(nodes.String))
schemathesis.graphql.scalar("Upload", strategies.text().map(nodes.String))


@pytest.mark.slow
@pytest.mark.examples
@pytest.mark.parametrize("mode", GenerationMode)
async def test_every_document_is_answered(settings: Settings, mode: GenerationMode) -> None:
    schema = schemathesis.graphql.from_path(TOP / "schema" / "schema.graphql")
    async with own_process(settings, MAX_COST="1000000", **UNLIMITED) as server:
        user = server.new_client()
        for task in TASKS:
            await user.task("createTask", id=task, prompt="a fox")
        headers = {role: replace(user, role=role).headers for role in ("user", "admin", "service")}
        with httpx2.Client(base_url=server.url) as http:

            def check(case: Any, role: str) -> None:
                response = http.post("/graphql", json={"query": case.body}, headers=headers[role])
                check_answer(response.status_code, response.json())

            for field in chain(schema["Query"].values(), schema["Mutation"].values()):
                cases = field.as_strategy(generation_mode=mode)
                fuzz(check, case=cases, role=strategies.sampled_from(list(headers)))
    assert "Traceback" not in server.log
