import asyncio

from tests.api import Client


async def test_a_pending_task_is_started_once_by_concurrent_calls(user: Client) -> None:
    for _ in range(5):
        created = await user.task("createTask", prompt="A fox")
        started = await asyncio.gather(*(user.task("startTask", id=created["id"]) for _ in range(4)))
        assert started == [started[0]] * 4
        changed = {name: started[0][name] for name in ("updatedAt", "startedAt")}
        assert started[0] == created | changed | {"status": "PROCESSING"}
        assert started[0]["updatedAt"] > created["updatedAt"]
