"""
Users who record, complete, delete and list tasks while a database is upgraded, by operations that every version has.
They choose the ids, so that each call may be repeated, and remember what was acknowledged.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

import httpx2

from tests.api import Client, mutation
from tests.pictures import data_url, picture

PATIENCE = 60.0
"""Seconds that a call may take, with all its repetitions."""
TEMPORARY = "UNAVAILABLE"
"""The code of errors that clients repeat; also for status 408, with which servers of ef2f0cf lose a body at times."""
STATISTICS = "{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed } }"
NEWEST = """{ tasks(first: 20) { totalCount { value } nodes {
  id status prompt tokensUsed aspectRatio modelVersion createdAt originalImage { width } generatedImage { size }
} } }"""
TASK = "query ($id: ID!) { task(id: $id) { status tokensUsed originalImage { sha256 } generatedImage { sha256 } } }"


@dataclass
class Expected:
    """The acknowledged state of a task."""

    status: str = "PENDING"
    tokens: int = 0
    original: str | None = None
    generated: str | None = None
    is_deleted: bool = False


@dataclass
class User:
    """A user whose calls go to any of the servers at `addresses`, which may change."""

    client: Client
    addresses: list[str]
    random: Random
    tasks: dict[str, Expected] = field(default_factory=dict)
    recorded: int = 0
    """How many tasks were ended."""
    answered: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    """By error, how often a call failed and was repeated."""

    async def work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.record()
            await self.call(NEWEST)
            await self.call(STATISTICS)

    async def record(self) -> None:
        """Record a task and end it in one of several ways."""
        task_id = str(UUID(int=self.random.getrandbits(128), version=4))
        content = picture((64, 64), seed=self.random.getrandbits(32))
        self.tasks[task_id] = expected = Expected()
        given = {"prompt": f"A fox in {task_id}", "aspectRatio": "16:9", "modelVersion": "imagen-4"}
        await self.mutate("createTask", id=task_id, **given)
        if self.random.random() < 0.3:
            await self.mutate("uploadOriginalImage", id=task_id, image={"dataUrl": data_url(content)})
            expected.original = sha256(content).hexdigest()
        if self.random.random() < 0.5:
            await self.mutate("startTask", id=task_id)
            expected.status = "PROCESSING"
        await self.end(task_id, expected, content)
        if self.random.random() < 0.2:
            await self.mutate("deleteTask", "deletedTaskId", id=task_id)
            expected.is_deleted = True
        self.recorded += 1

    async def end(self, task_id: str, expected: Expected, content: bytes) -> None:
        expected.tokens = self.random.randrange(1000)
        if self.random.random() < 0.2:
            await self.mutate("failTask", id=task_id, errorMessage="Too foxy", tokensUsed=expected.tokens)
            expected.status = "FAILED"
        else:
            image = {"dataUrl": data_url(content)}
            await self.mutate("completeTask", id=task_id, tokensUsed=expected.tokens, creditsDeducted=1, image=image)
            expected.status, expected.generated = "COMPLETED", sha256(content).hexdigest()

    async def mutate(self, name: str, result: str = "task { id }", **input: Any) -> None:
        errors = (await self.call(mutation(name, result), input=input))[name]["errors"]
        # A deletion may be repeated that has had its effect, but no answer.
        assert not errors or (name, errors[0]["code"]) == ("deleteTask", "NOT_FOUND"), errors

    async def call(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the answer's data. A failed call is counted and repeated."""
        async with asyncio.timeout(PATIENCE):
            while isinstance(answer := await self.attempt(query, variables), str):
                self.errors[answer] += 1
                await asyncio.sleep(self.random.uniform(0.02, 0.2))
        self.answered += 1
        return answer

    async def attempt(self, query: str, variables: dict[str, Any]) -> dict[str, Any] | str:
        """Return the data, or else the error."""
        url = f"{self.random.choice(self.addresses)}/graphql"
        request = {"query": query, "variables": variables}
        try:
            answer = await self.client.http.post(url, json=request, headers=self.client.headers)
        except httpx2.TransportError as error:
            return type(error).__name__
        if errors := answer.json().get("errors"):
            is_temporary = answer.status_code == 408 or errors[0]["extensions"]["code"] == "UNAVAILABLE"
            return TEMPORARY if is_temporary else str(errors[0])
        return dict(answer.json()["data"])

    async def assert_all_is_stored(self) -> None:
        """Assert that each task is as it was acknowledged, and that the totals are what the tasks add up to."""
        ended = Counter(task.status for task in self.tasks.values())
        assert (await self.call(STATISTICS))["statistics"] == {
            "totalTasks": len(self.tasks),
            "successfulTasks": ended["COMPLETED"],
            "failedTasks": ended["FAILED"],
            "totalTokensUsed": sum(task.tokens for task in self.tasks.values()),
        }
        for task_id, expected in self.tasks.items():
            task = (await self.call(TASK, id=task_id))["task"]
            assert expected.is_deleted if task is None else as_expected(task) == expected


def as_expected(task: dict[str, Any]) -> Expected:
    images = [image and image["sha256"] for image in (task["originalImage"], task["generatedImage"])]
    return Expected(task["status"], task["tokensUsed"], *images)
