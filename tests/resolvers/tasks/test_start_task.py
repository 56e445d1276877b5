import asyncio

from tests.api import Client, NewClient


async def test_a_pending_task_becomes_processing(user: Client) -> None:
    created = await user.task("createTask", prompt="A fox")
    started = await user.task("startTask", id=created["id"])
    assert started == created | {name: started[name] for name in ("updatedAt", "startedAt")} | {"status": "PROCESSING"}
    assert started["updatedAt"] > created["updatedAt"]


async def test_concurrent_calls_start_a_task_once(user: Client) -> None:
    for _ in range(5):
        task = await user.task("createTask", prompt="A fox")
        started = await asyncio.gather(*(user.task("startTask", id=task["id"]) for _ in range(4)))
        assert [one["status"] for one in started] == ["PROCESSING"] * 4
        assert len({one["updatedAt"] for one in started}) == 1


async def test_a_task_restarted_by_a_back_end_ends_by_it_alone(new_client: NewClient) -> None:
    service, user = new_client(role="service"), new_client()
    task = await user.task("createTask", prompt="A fox")
    await user.task("startTask", id=task["id"])
    started = await service.task("startTask", id=task["id"])
    assert await service.task("startTask", id=task["id"]) == started
    assert await user.task("startTask", id=task["id"]) == started
    assert (await user.refused("failTask", id=task["id"], errorMessage="No fox"))["code"] == "FORBIDDEN"
    assert (await service.task("failTask", id=task["id"], errorMessage="No fox"))["status"] == "FAILED"
