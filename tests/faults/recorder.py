"""A client that creates and ends tasks until it is stopped, and remembers what was acknowledged of each."""

import asyncio
import io
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import httpx2
from PIL import Image

from tests.api import Client
from tests.pictures import data_url
from tests.resolvers.images.direct_upload import UPLOAD, announced

PATIENCE = 180.0
"""Seconds that one call may take, with all its repetitions."""

CREDITS = 1_000_000
"""The credits that each recorder gets; a completed task costs one."""

Answer = TypeVar("Answer")


@dataclass
class Expected:
    status: str = "PENDING"
    original: bytes | None = None
    generated: list[bytes] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    tokens: int = 0
    deleted: bool = False


@dataclass
class Recorder:
    client: Client
    random: Random
    tasks: dict[str, Expected] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    slowest: tuple[float, str] = (0.0, "")
    """The slowest call: the seconds until it was answered, with repetitions, and its name."""

    async def work(self, stop: asyncio.Event) -> None:
        service = Client(self.client.http, role="service", plan=self.client.plan)
        grant: dict[str, Any] = {"id": str(UUID(int=self.random.getrandbits(128), version=4)), "reason": "To be spent"}
        grant |= {"userId": str(self.client.id), "amount": CREDITS}
        await self.repeat("grantCredits", lambda: service.mutate("grantCredits", "credits { held }", **grant))
        while not stop.is_set():
            await (self.several_tasks() if self.random.random() < 0.2 else self.one_task())

    async def several_tasks(self) -> None:
        """Record tasks by one call, with their ends; some were recorded without them before. The ids make it safe."""
        given, added = [], {}
        for _ in range(self.random.randrange(2, 20)):
            task_id = str(UUID(int=self.random.getrandbits(128), version=4))
            added[task_id] = expected = Expected(tokens=self.random.randrange(1000))
            task: dict[str, Any] = {"task": {"id": task_id, "prompt": f"A fox in {self.random.randrange(10**9)}"}}
            match self.random.choice(["completed", "failed", "canceled"]):
                case "completed":
                    expected.status, expected.generated = "COMPLETED", [self.picture(64)]
                    image = {"dataUrl": data_url(expected.generated[0])}
                    task["outcome"] = {"completed": {"image": image, "tokensUsed": expected.tokens}}
                case "failed":
                    expected.status = "FAILED"
                    task["outcome"] = {"failed": {"errorMessage": "Too foxy", "tokensUsed": expected.tokens}}
                case "canceled":
                    expected.status = "CANCELED"
                    task["outcome"] = {"canceled": {"tokensUsed": expected.tokens}}
            given.append(task)
        opened = [{"task": task["task"]} for task in given if self.random.random() < 0.3]
        if opened:
            await self.call("recordTasks", "results { task { id } errors { code } }", tasks=opened)
        payload = await self.call("recordTasks", "results { task { id } errors { code } }", tasks=given)
        assert [result["task"]["id"] for result in payload["results"]] == [*added], payload
        self.tasks |= added

    async def one_task(self) -> None:
        """Create a task and end it. The client chooses the id, so that each call may be repeated."""
        task_id = str(UUID(int=self.random.getrandbits(128), version=4))
        expected = Expected()
        given: dict[str, Any] = {"id": task_id, "prompt": f"A fox in {self.random.randrange(10**9)}"}
        there = [one for one, before in self.tasks.items() if not before.deleted]
        expected.sources = self.random.sample(there[-20:], k=self.random.randrange(min(len(there), 3) + 1))
        given["sources"] = [{"taskId": one, "relation": "VARIATION"} for one in expected.sources]
        if self.random.random() < 0.3:
            expected.original = self.picture()
            await self.send("createTask", given, "originalImage", expected.original)
        else:
            await self.call("createTask", **given)
        self.tasks[task_id] = expected
        if self.random.random() < 0.5:
            expected.original = self.picture()
            await self.send("uploadOriginalImage", {"id": task_id}, "image", expected.original)
        await self.end(task_id, expected)
        if self.random.random() < 0.3:
            await self.call("deleteTask", "deletedTaskId", id=task_id)
            expected.deleted = True

    async def end(self, task_id: str, expected: Expected) -> None:
        expected.tokens = self.random.randrange(1000)
        if self.random.random() < 0.3:
            await self.call("failTask", id=task_id, errorMessage="Too foxy", tokensUsed=expected.tokens)
            expected.status = "FAILED"
        else:
            # Further images are data URLs, and small, because the fields of a multipart request may have 1 MiB.
            further = [self.picture(200) for _ in range(self.random.choice([0, 0, 0, 1, 3]))]
            expected.generated = [self.picture(), *further]
            more: list[dict[str, Any]] = [{"dataUrl": data_url(content)} for content in further]
            if (copied := self.stored()) and self.random.random() < 0.5:
                more.append({"taskImage": {"taskId": copied, "index": len(self.tasks[copied].generated) - 1}})
                expected.generated.append(self.tasks[copied].generated[-1])
            given = {"id": task_id, "tokensUsed": expected.tokens, "moreImages": more}
            await self.send("completeTask", given, "image", expected.generated[0])
            expected.status = "COMPLETED"

    def stored(self) -> str | None:
        """Return the task that was completed last, if it is not deleted."""
        completed = [one for one, before in self.tasks.items() if before.status == "COMPLETED"]
        return completed[-1] if completed and not self.tasks[completed[-1]].deleted else None

    def picture(self, largest: int = 480) -> bytes:
        """Return a PNG of random pixels, of up to 700 kB if `largest`, the side in pixels, is 480."""
        side = min(largest, self.random.choice([8, 64, 200, 480]))
        file = io.BytesIO()
        Image.frombytes("RGB", (side, side), self.random.randbytes(3 * side * side)).save(file, "PNG", compress_level=0)
        return file.getvalue()

    async def send(self, name: str, given: dict[str, Any], place: str, content: bytes) -> None:
        """Call the mutation with an image, given in a random way; a direct upload needs a task that exists."""
        match self.random.choice(["data URL", "multipart", "direct" if name != "createTask" else "multipart"]):
            case "data URL":
                await self.call(name, **given | {place: {"dataUrl": data_url(content)}})
            case "multipart":
                given = given | {place: {"file": None}}
                await self.repeat(name, lambda: self.client.mutate_with_file(name, f"{place}.file", content, **given))
            case "direct":
                image = announced(given["id"], content)
                upload = (await self.call("createImageUpload", UPLOAD, **image))["upload"]
                await self.repeat("PUT", lambda: self.put(upload, content))
                await self.call(name, **given | {place: {"uploadId": upload["id"]}})

    async def put(self, upload: dict[str, Any], content: bytes) -> dict[str, Any]:
        headers = {header["name"]: header["value"] for header in upload["headers"]}
        async with httpx2.AsyncClient(timeout=10) as storage:
            answer = await storage.request(upload["method"], upload["url"], content=content, headers=headers)
        return dict(answer.raise_for_status().headers)

    async def call(self, name: str, result: str = "task { id status }", **input: Any) -> dict[str, Any]:
        return await self.repeat(name, lambda: self.client.mutate(name, result, **input))

    async def repeat(self, name: str, call: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """Repeat the call until it is answered; RuntimeError after PATIENCE seconds, or if it is refused."""
        first, failure, begun = True, "", time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                while isinstance(answer := await self.attempt(call), str):
                    first, failure = False, answer
                    self.repeated += 1
                    await asyncio.sleep(self.random.uniform(0.05, 0.5))
        except TimeoutError as error:
            raise RuntimeError(f"{name} is not answered; at last: {failure}") from error
        refusals = [error["code"] for error in answer.get("errors", [])]
        # A repeated deletion may be refused, as an earlier attempt has deleted the task.
        if refusals and (name, first, refusals) != ("deleteTask", False, ["NOT_FOUND"]):
            raise RuntimeError(f"{name} was refused: {answer}")
        self.answered[name] += 1
        self.slowest = max(self.slowest, (time.monotonic() - begun, name))
        return answer

    async def attempt(self, call: Callable[[], Awaitable[Answer]]) -> Answer | str:
        """Return the answer, or, if a client would retry, the failure: no answer, or an error that is temporary."""
        try:
            return await call()
        except httpx2.HTTPError as error:
            return repr(error)
        except AssertionError as unexpected:
            if not any(code in str(unexpected) for code in ("INTERNAL_SERVER_ERROR", "RATE_LIMITED", "UNAVAILABLE")):
                raise
            return str(unexpected)
