"""Random sequences of mutations leave tasks and totals as a model in plain Python predicts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from models.database import Database
from server.jobs import fail_overdue
from server.settings.settings import Settings
from tests.api import Client, NewClient, mutation
from tests.pictures import data_url, picture
from tests.server.worker_tables import NO_SCHEDULE

PICTURES = [picture(), picture((80, 60), seed=1), picture((33, 99), seed=2)]
SLOTS = 3
LATE = "UPDATE user_task_history SET deadline = now() - interval '1 second' WHERE id = $1"
ENDS = {"completed": "completeTask", "failed": "failTask", "canceled": "cancelTask"}
STATUSES = {"completeTask": "COMPLETED", "failTask": "FAILED", "cancelTask": "CANCELED"}
RESULTS = {
    "deleteTask": "result: deletedTaskId",
    "trashTasks": "result: trashedTaskIds",
    "restoreTasks": "result: restoredTaskIds",
    "recordTasks": "result: results { task { id status } errors { code } }",
}

slots = st.integers(0, SLOTS - 1)
images = st.sampled_from(range(len(PICTURES)))
noted = st.dictionaries(st.sampled_from("ab"), st.integers(0, 1), max_size=2)
parts = st.fixed_dictionaries(
    {},
    optional={
        "tokensUsed": st.sampled_from([150, 2**31 - 1]),
        "inputTokens": st.sampled_from([0, 7]),
        "outputTokens": st.just(5),
        "cost": st.sampled_from(["0.000001", "12"]),
        "generationTimeMs": st.sampled_from([0, 5000]),
    },
)
cost = st.fixed_dictionaries({"creditsDeducted": st.sampled_from([0, 2])})
completion = st.builds(lambda image, used, cost: used | cost | {"image": image}, images, parts, cost)
plain_completion = st.builds(lambda used, cost: used | cost, parts, cost)
failure = st.builds(
    lambda used, cost, code: used | cost | {"errorMessage": "x"} | code,
    parts,
    cost,
    st.fixed_dictionaries({}, optional={"failureCode": st.just("no_fox")}),
)
merged = st.fixed_dictionaries({}, optional={"parameters": noted, "metadata": noted})
outcome = st.one_of(
    st.tuples(st.just("completed"), st.one_of(completion, plain_completion)),
    st.tuples(st.just("failed"), failure),
    st.tuples(st.just("canceled"), parts),
    st.none(),
)


def merging(end: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda values, more: values | more, end, merged)


operation = st.one_of(
    st.tuples(st.just("createTask"), slots, st.just({})),
    st.tuples(st.just("startTask"), slots, st.fixed_dictionaries({}, optional={"metadata": noted})),
    st.tuples(st.just("uploadOriginalImage"), slots, st.fixed_dictionaries({"image": images})),
    st.tuples(st.just("completeTask"), slots, merging(completion)),
    st.tuples(st.just("failTask"), slots, merging(failure)),
    st.tuples(st.just("cancelTask"), slots, merging(parts)),
    st.tuples(st.just("recordTasks"), slots, outcome),
    st.tuples(st.sampled_from(["deleteTask", "trashTasks", "restoreTasks", "letDeadlinePass"]), slots, st.just({})),
)


@dataclass
class Task:
    """The expected state of one task."""

    status: str | None = None
    """None before the task is created, DELETED after it was deleted."""
    ended: str | None = None
    used: dict[str, Any] = field(default_factory=dict)
    """What its end said."""
    original: int | None = None
    noted: dict[str, dict[str, int]] = field(default_factory=dict)
    is_trashed: bool = False
    is_late: bool = False

    @property
    def is_gone(self) -> bool:
        return self.status in (None, "DELETED")

    @property
    def images(self) -> list[int]:
        images = [self.original, self.used.get("image")] if self.status != "DELETED" else []
        return [image for image in images if image is not None]

    def apply(self, name: str, values: Any) -> str | None:
        """Apply the mutation to the model; return the code with which it must be refused, or None."""
        match name:
            case "createTask":
                return self.create()
            case "recordTasks":
                return self.create() or (self.end(ENDS[values[0]], values[1]) if values else None)
            case "deleteTask" | "trashTasks" if self.status == "DELETED":
                return None
            case _ if self.is_gone:
                return "NOT_FOUND"
            case "uploadOriginalImage":
                return self.attach(values["image"])
            case "completeTask" | "failTask" | "cancelTask":
                return self.end(name, values)
        return self.change(name, values)

    def change(self, name: str, values: dict[str, Any]) -> str | None:
        match name:
            case "deleteTask":
                self.status, self.is_trashed = "DELETED", False
            case "trashTasks" | "startTask" if (self.ended is None) is (name == "trashTasks"):
                return "CONFLICT"
            case "trashTasks":
                self.is_trashed = True
            case "restoreTasks":
                self.is_trashed = False
            case "startTask":
                self.status = "PROCESSING"
                self.merge(values)
        return None

    def create(self) -> str | None:
        if self.status is None:
            self.status, self.noted = "PENDING", {"parameters": {"a": 5}, "metadata": {"a": 5}}
        return "CONFLICT" if self.status == "DELETED" else None

    def merge(self, values: dict[str, Any]) -> None:
        for name in self.noted:
            self.noted[name] = self.noted[name] | values.get(name, {})

    def attach(self, image: int) -> str | None:
        if self.ended and image != self.original:
            return "CONFLICT"
        self.original = image
        return None

    def end(self, name: str, values: dict[str, Any]) -> str | None:
        status = STATUSES[name]
        if self.ended and not (self.is_late and status == "COMPLETED"):
            return None if self.ended == status and self.is_same(values) else "CONFLICT"
        self.status = self.ended = status
        self.used, self.is_late = {key: values[key] for key in values.keys() - {*self.noted}}, False
        self.merge(values)
        return None

    def is_same(self, values: dict[str, Any]) -> bool:
        given, kept = whole(values), whole(self.used)
        names = (given.keys() | kept.keys()) - {"generationTimeMs", *self.noted}
        if self.ended == "CANCELED":
            names = {name for name in names if Decimal(given.get(name) or 0)}
        merged = all(self.noted[name].items() >= values.get(name, {}).items() for name in self.noted)
        return merged and all(given.get(name) == kept.get(name) for name in names) and not self.is_late

    def let_deadline_pass(self) -> None:
        if self.status in ("PENDING", "PROCESSING"):
            self.status = self.ended = "FAILED"
            self.is_late = True
            self.used = {"errorMessage": "It did not end in time.", "failureCode": "deadline"}


def whole(used: dict[str, Any]) -> dict[str, Any]:
    """The usage, with the sum of its parts as tokens."""
    parts = sum(used.get(name, 0) for name in ("inputTokens", "outputTokens"))
    return {"tokensUsed": parts, **used}


@dataclass
class History:
    user: Client
    database: Connection
    url: str
    ids: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(SLOTS)])
    tasks: list[Task] = field(default_factory=lambda: [Task() for _ in range(SLOTS)])

    async def run(self, name: str, slot: int, values: Any) -> None:
        if name == "letDeadlinePass":
            self.tasks[slot].let_deadline_pass()
            await self.database.execute(LATE, self.ids[slot])
            async with Database(self.url) as database:
                await fail_overdue(database, NO_SCHEDULE)
            return
        expected = self.tasks[slot].apply(name, values)
        given = self.input(name, slot, values)
        payload = (await self.user.data(mutation(name, RESULTS.get(name, "result: task { id status }")), input=given))[
            name
        ]
        if name == "recordTasks":
            [result] = payload["result"]
            payload = {"errors": result["errors"], "result": result["task"]}
        assert [error["code"] for error in payload["errors"]] == ([expected] if expected else []), (name, values)
        assert bool(payload["result"]) is not bool(expected)

    def input(self, name: str, slot: int, values: Any) -> dict[str, Any]:
        task_id = str(self.ids[slot])
        created = {"prompt": "A fox", "externalId": f"p-{slot}", "parameters": {"a": 5}, "metadata": {"a": 5}}
        created |= {"id": task_id, "deadline": DEADLINE}
        match name:
            case "createTask":
                return created
            case "recordTasks":
                return {"tasks": [{"task": created, "outcome": {values[0]: with_image(values[1])} if values else None}]}
            case "trashTasks" | "restoreTasks":
                return {"ids": [task_id]}
        return with_image(values) | {"id": task_id}

    async def check(self) -> None:
        data = await self.user.data(READ, ids=[str(task_id) for task_id in self.ids])
        assert data["nodes"] == [self.expected(*pair) for pair in zip(self.ids, self.tasks, strict=True)]
        there = {str(self.ids[n]) for n, task in enumerate(self.tasks) if not task.is_gone and not task.is_trashed}
        assert {node["id"] for node in data["tasks"]["nodes"]} == there
        assert data["statistics"] == self.totals()
        assert {key: data["today"][key] for key in data["statistics"]} == data["statistics"]
        stored = sum(len(PICTURES[image]) for task in self.tasks for image in task.images)
        created = data["statistics"]["totalTasks"]
        assert data["viewer"] == {"storageUsed": stored, "tasksThisMonth": created}

    def expected(self, task_id: UUID, task: Task) -> dict[str, Any] | None:
        if task.is_gone:
            return None
        used = whole(task.used)
        told = {name: used.get(name) for name in OF_END} | {"creditsDeducted": used.get("creditsDeducted", 0)}
        generated = used.get("image")
        return told | {
            "id": str(task_id),
            "externalId": f"p-{self.ids.index(task_id)}",
            "status": task.status,
            "tokensUsed": used["tokensUsed"],
            **task.noted,
            "originalImage": None if task.original is None else {"size": len(PICTURES[task.original])},
            "generatedImage": None if generated is None else {"size": len(PICTURES[generated])},
        }

    def totals(self) -> dict[str, Any]:
        recorded = [task for task in self.tasks if task.status]
        ended = {
            status: [whole(task.used) for task in recorded if task.ended == status] for status in STATUSES.values()
        }
        used = [one for some in ended.values() for one in some]
        completed, failed = ended["COMPLETED"], ended["FAILED"]
        times = [one["generationTimeMs"] for one in completed if "generationTimeMs" in one]
        cost = sum((Decimal(one.get("cost", 0)) for one in used), Decimal())
        return {
            "totalTasks": len(recorded),
            "successfulTasks": len(completed),
            "failedTasks": len(failed),
            "canceledTasks": len(ended["CANCELED"]),
            "successRate": len(completed) / len(completed + failed) if completed + failed else None,
            "totalTokensUsed": sum(one["tokensUsed"] for one in used),
            "totalCreditsDeducted": sum(one.get("creditsDeducted", 0) for one in used),
            "totalCost": f"{cost:f}".rstrip("0").rstrip(".") if cost % 1 else str(int(cost)),
            "totalGenerationTimeMs": sum(one.get("generationTimeMs", 0) for one in used),
            "avgGenerationTimeMs": sum(times) / len(times) if times else None,
        }


def with_image(values: dict[str, Any]) -> dict[str, Any]:
    return values | ({"image": {"dataUrl": data_url(PICTURES[values["image"]])}} if "image" in values else {})


DEADLINE = (datetime.now(UTC) + timedelta(days=20)).isoformat()
OF_END = ("generationTimeMs", "errorMessage", "failureCode", "inputTokens", "outputTokens", "cost")
READ = """
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on TaskRecord {
      status tokensUsed creditsDeducted generationTimeMs errorMessage originalImage { size } generatedImage { size }
      externalId parameters metadata inputTokens outputTokens cost failureCode
    }
  }
  tasks { nodes { id } }
  statistics { ...totals } today: statistics(period: DAY) { ...totals }
  viewer { storageUsed tasksThisMonth }
}
fragment totals on Statistics {
  totalTasks successfulTasks failedTasks canceledTasks successRate
  totalTokensUsed totalCreditsDeducted totalCost totalGenerationTimeMs avgGenerationTimeMs
}
"""


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(operations=st.lists(operation, min_size=1, max_size=12))
async def test_operations_in_any_order(
    settings: Settings, new_client: NewClient, database: Connection, operations: list[tuple[str, int, Any]]
) -> None:
    history = History(new_client(), database, settings.database_url.get_secret_value())
    for operation in operations:
        await history.run(*operation)
    await history.check()
