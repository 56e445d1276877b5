"""Random sequences of mutations leave tasks and totals as a model in plain Python predicts."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api import Client, mutation
from tests.pictures import data_url, picture

PICTURES = [picture(), picture((80, 60), seed=1), picture((33, 99), seed=2)]
SLOTS = 3

slots = st.integers(0, SLOTS - 1)
images = st.sampled_from(range(len(PICTURES)))
used = st.fixed_dictionaries(
    {"tokensUsed": st.sampled_from([0, 150, 2**31 - 1]), "creditsDeducted": st.sampled_from([0, 2])},
    optional={"generationTimeMs": st.sampled_from([0, 5000])},
)
operation = st.one_of(
    st.tuples(st.just("createTask"), slots, st.just({"prompt": "A fox"})),
    st.tuples(st.just("startTask"), slots, st.just({})),
    st.tuples(st.just("uploadOriginalImage"), slots, st.fixed_dictionaries({"image": images})),
    st.tuples(st.just("completeTask"), slots, st.builds(lambda image, used: used | {"image": image}, images, used)),
    st.tuples(st.just("failTask"), slots, used.map(lambda used: used | {"errorMessage": "x"})),
    st.tuples(st.just("deleteTask"), slots, st.just({})),
)


@dataclass
class Task:
    """The expected state of one task."""

    status: str | None = None
    """None before the task is created, DELETED after it was deleted."""
    ended: str | None = None
    closing: dict[str, Any] | None = None
    original: int | None = None

    @property
    def used(self) -> dict[str, Any]:
        return self.closing or {}

    @property
    def images(self) -> list[int]:
        images = [self.original, self.used.get("image")] if self.status != "DELETED" else []
        return [image for image in images if image is not None]

    def apply(self, name: str, values: dict[str, Any]) -> str | None:
        """Apply the mutation to the model; return the code with which it must be refused, or None."""
        if name == "createTask":
            refused = "CONFLICT" if self.status == "DELETED" else None
            self.status = self.status or "PENDING"
            return refused
        if self.status == "DELETED" and name == "deleteTask":
            return None
        if self.status in (None, "DELETED"):
            return "NOT_FOUND"
        if name == "deleteTask":
            self.status = "DELETED"
            return None
        if name == "startTask":
            if self.ended:
                return "CONFLICT"
            self.status = "PROCESSING"
            return None
        if name == "uploadOriginalImage":
            return self.attach(values["image"])
        return self.close({"completeTask": "COMPLETED", "failTask": "FAILED"}[name], values)

    def attach(self, image: int) -> str | None:
        if self.ended and image != self.original:
            return "CONFLICT"
        self.original = image
        return None

    def close(self, status: str, values: dict[str, Any]) -> str | None:
        if self.ended:
            kept, given = [{**one, "generationTimeMs": None} for one in (self.used, values)]
            return None if (self.ended, kept) == (status, given) else "CONFLICT"
        self.status = self.ended = status
        self.closing = values
        return None


@dataclass
class History:
    user: Client
    ids: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(SLOTS)])
    tasks: list[Task] = field(default_factory=lambda: [Task() for _ in range(SLOTS)])

    async def run(self, name: str, slot: int, values: dict[str, Any]) -> None:
        expected = self.tasks[slot].apply(name, values)
        given = values | {"id": str(self.ids[slot])}
        if "image" in values:
            given["image"] = {"dataUrl": data_url(PICTURES[values["image"]])}
        result = "result: deletedTaskId" if name == "deleteTask" else "result: task { id status }"
        payload = (await self.user.data(mutation(name, result), input=given))[name]
        assert [error["code"] for error in payload["errors"]] == ([expected] if expected else []), (name, values)
        assert (payload["result"] is None) is bool(expected)

    async def check(self) -> None:
        data = await self.user.data(READ, ids=[str(task_id) for task_id in self.ids])
        assert data["nodes"] == [self.expected(*pair) for pair in zip(self.ids, self.tasks, strict=True)]
        assert data["statistics"] == self.totals()
        assert {key: data["today"][key] for key in data["statistics"]} == data["statistics"]
        stored = sum(len(PICTURES[image]) for task in self.tasks for image in task.images)
        created = data["statistics"]["totalTasks"]
        assert data["viewer"] == {"storageUsed": stored, "tasksThisMonth": created}

    def expected(self, task_id: UUID, task: Task) -> dict[str, Any] | None:
        if task.status in (None, "DELETED"):
            return None
        told = {name: task.used.get(name) for name in ("generationTimeMs", "errorMessage")}
        told |= {name: task.used.get(name, 0) for name in ("tokensUsed", "creditsDeducted")}
        generated = task.used.get("image")
        return told | {
            "id": str(task_id),
            "status": task.status,
            "originalImage": None if task.original is None else {"size": len(PICTURES[task.original])},
            "generatedImage": None if generated is None else {"size": len(PICTURES[generated])},
        }

    def totals(self) -> dict[str, Any]:
        recorded = [task for task in self.tasks if task.status]
        completed = [task.used for task in recorded if task.ended == "COMPLETED"]
        times = [used["generationTimeMs"] for used in completed if "generationTimeMs" in used]
        ended = [task for task in recorded if task.ended]
        return {
            "totalTasks": len(recorded),
            "successfulTasks": len(completed),
            "failedTasks": len(ended) - len(completed),
            "successRate": len(completed) / len(ended) if ended else None,
            "totalTokensUsed": sum(task.used["tokensUsed"] for task in ended),
            "totalCreditsDeducted": sum(task.used["creditsDeducted"] for task in ended),
            "totalGenerationTimeMs": sum(task.used.get("generationTimeMs", 0) for task in ended),
            "avgGenerationTimeMs": sum(times) / len(times) if times else None,
        }


READ = """
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on TaskRecord {
      status tokensUsed creditsDeducted generationTimeMs errorMessage originalImage { size } generatedImage { size }
    }
  }
  statistics { ...totals } today: statistics(period: DAY) { ...totals }
  viewer { storageUsed tasksThisMonth }
}
fragment totals on Statistics {
  totalTasks successfulTasks failedTasks successRate
  totalTokensUsed totalCreditsDeducted totalGenerationTimeMs avgGenerationTimeMs
}
"""


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(operations=st.lists(operation, min_size=1, max_size=12))
async def test_operations_in_any_order(http: httpx2.AsyncClient, operations: list[tuple[str, int, Any]]) -> None:
    history = History(Client(http))
    for operation in operations:
        await history.run(*operation)
    await history.check()
