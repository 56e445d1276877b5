"""However much one user sends at once, it takes no more than their share of the disk on which it waits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest

from resolvers import disk_space
from resolvers.disk_space import DISK_OF_ONE
from resolvers.images.inspected_image import FETCHED
from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.pictures import picture
from tests.resolvers.images.direct_upload import uploaded
from tests.server.http.multipart import asking, body, send

JSON = b'{"query": "{ viewer { id } }"}'
LARGE = b" " * 200_000


async def send_json(user: Client, content: AsyncIterator[bytes] | bytes) -> httpx2.Response:
    headers = user.headers | {"Content-Type": "application/json"}
    return await user.http.post("/graphql", content=content, headers=headers)


async def send_form(user: Client, content: bytes) -> httpx2.Response:
    return await send(user, body(*asking("{ viewer { id } }"), ('name="0"; filename="a"', content)))


@pytest.mark.parametrize(
    "send_large", [lambda user: send_json(user, JSON + LARGE), lambda user: send_form(user, LARGE)]
)
async def test_a_body_arrives_once_its_user_has_room(
    shared_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    send_large: Callable[[Client], Awaitable[httpx2.Response]],
) -> None:
    monkeypatch.setattr(disk_space, "DISK_OF_ONE", 300_000)
    arrives = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield JSON
        await arrives.wait()
        yield LARGE

    async with on_port(shared_settings) as server:
        user, other = server.new_client(), server.new_client()
        first = asyncio.create_task(send_json(user, slow()))
        await asyncio.sleep(0.1)
        second = asyncio.ensure_future(send_large(user))
        await send_large(other)
        assert (await user.data("{ viewer { id } }"))["viewer"] == {"id": str(user.id)}  # small ones do not wait
        await asyncio.sleep(0.1)
        assert not second.done()
        arrives.set()
        for answer in (await first, await second):
            assert answer.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_a_direct_upload_is_fetched_once_its_user_has_room(
    user: Client, new_client: Callable[..., Client]
) -> None:
    other = new_client()
    completions = []
    for one in (user, other):
        task = await one.task("createTask", prompt="A fox")
        image = {"uploadId": await uploaded(one, task["id"], picture())}
        completions.append(one.task("completeTask", id=task["id"], image=image))
    async with FETCHED.hold(user.id, DISK_OF_ONE):
        waiting, done = map(asyncio.create_task, completions)
        assert (await done)["status"] == "COMPLETED"
        await asyncio.sleep(0.1)
        assert not waiting.done()
    assert (await waiting)["status"] == "COMPLETED"


async def test_an_upload_that_is_attached_while_others_wait_for_it_is_found_by_them(
    user: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FETCHED, "each", 1)  # one at a time
    tasks = [await user.task("createTask", prompt="A fox") for _ in range(4)]
    image = {"uploadId": await uploaded(user, tasks[0]["id"], picture())}
    completed = await asyncio.gather(*(user.task("completeTask", id=task["id"], image=image) for task in tasks))
    assert {task["status"] for task in completed} == {"COMPLETED"}
