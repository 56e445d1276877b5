"""The bodies of one user take at most the user's share of the disk, and take it as they arrive."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from errno import ENOSPC

import httpx2
import pytest

from resolvers.images.inspected_image import FETCHED
from resolvers.limits import fair_share
from resolvers.limits.fair_share import SHARES
from server.limits import large_bodies
from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import ServedApplication, on_port
from tests.pictures import noise, picture
from tests.resolvers.images.direct_upload import uploaded
from tests.server.http.multipart import asking, body, send
from tests.server.http.raw import PATIENCE, head, opened

JSON = b'{"query": "{ viewer { id } }"}'
LARGE = b" " * 200_000


async def send_json(user: Client, content: AsyncIterator[bytes] | bytes) -> httpx2.Response:
    headers = user.headers | {"Content-Type": "application/json"}
    return await user.http.post("/graphql", content=content, headers=headers)


async def send_form(user: Client, content: bytes) -> httpx2.Response:
    return await send(user, body(*asking("{ viewer { id } }"), ('name="0"; filename="a"', content)))


async def slow_body(arrives: asyncio.Event) -> AsyncIterator[bytes]:
    yield JSON + LARGE
    await arrives.wait()
    yield b" "


SendLarge = Callable[[Client], Awaitable[httpx2.Response]]
send_either = pytest.mark.parametrize(
    "send_large", [lambda user: send_json(user, JSON + LARGE), lambda user: send_form(user, LARGE)]
)


async def test_a_full_disk_is_reported_as_temporary(user: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    task = await user.task("createTask", prompt="a fox")
    image = {"uploadId": await uploaded(user, task["id"], noise(200_000))}

    def full(_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", full)
    for response in (await send_json(user, JSON + LARGE), await send_form(user, LARGE)):
        assert (response.status_code, "Retry-After" in response.headers) == (503, True)
        assert response.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    error = await user.error(mutation("completeTask", "task { id }"), input={"id": task["id"], "image": image})
    assert error["extensions"]["code"] == "UNAVAILABLE"
    monkeypatch.undo()
    assert (await user.task("completeTask", id=task["id"], image=image))["status"] == "COMPLETED"


@pytest.fixture
async def server(shared_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ServedApplication]:
    """A server on which a user may have 300 KB of bodies on disk."""
    monkeypatch.setattr(large_bodies, "MAX_DISK_BYTES", SHARES * 300_000)
    async with on_port(shared_settings) as server:
        yield server


@pytest.mark.slow
@send_either
async def test_a_body_waits_until_its_user_has_room_and_is_refused_after_a_time(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch, send_large: SendLarge
) -> None:
    arrives, user, other = asyncio.Event(), server.new_client(), server.new_client()
    first = asyncio.create_task(send_json(user, slow_body(arrives)))
    await asyncio.sleep(0.1)
    with monkeypatch.context() as patched:
        patched.setattr(fair_share, "MAX_WAIT_SECONDS", 0.1)
        refused = await send_large(user)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    [error] = refused.json()["errors"]
    assert error["extensions"] == {"code": "UNAVAILABLE", "retryAfter": 5}
    assert "no disk space for requests was free for 5 seconds" in error["message"]
    second = asyncio.ensure_future(send_large(user))
    assert (await send_large(other)).status_code == 200
    assert (await user.data("{ viewer { id } }"))["viewer"] == {"id": str(user.id)}  # small ones do not wait
    await asyncio.sleep(0.1)
    assert not second.done()
    arrives.set()
    for answer in (await first, await second):
        assert answer.json().get("data") == {"viewer": {"id": str(user.id)}}, answer.text


async def test_a_body_that_is_announced_and_not_sent_takes_no_disk(shared_settings: Settings) -> None:
    """Six users announce 53 MB on three connections each, more than there is for all, and send five bytes."""
    async with on_port(shared_settings) as server, AsyncExitStack() as stack:
        fields = 'Content-Type: multipart/form-data; boundary="x"\r\nContent-Length: 53000000\r\n'
        for user in [server.new_client() for _ in range(6)]:
            for _ in range(3):
                await stack.enter_async_context(opened(server, head(user, fields) + b"--x\r\n"))
        await asyncio.sleep(0.1)
        async with asyncio.timeout(PATIENCE):
            assert (await send_json(server.new_client(), JSON + LARGE)).status_code == 200
            assert (await send_form(server.new_client(), LARGE)).status_code == 200


@pytest.mark.slow
async def test_a_users_own_bodies_do_not_wait_for_each_others_rest(
    shared_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that come at once, which together are many times their user's share, are read in turn."""
    monkeypatch.setattr(large_bodies, "MAX_DISK_BYTES", SHARES * 2_000_000)
    async with on_port(shared_settings) as server:
        user = server.new_client()
        answers = await asyncio.gather(*(send_form(user, bytes(900_000)) for _ in range(20)))
    assert [answer.status_code for answer in answers] == [200] * 20


@pytest.mark.slow
async def test_a_direct_upload_is_fetched_once_its_user_has_room(
    user: Client, new_client: Callable[..., Client]
) -> None:
    other = new_client()
    completions = []
    for one in (user, other):
        task = await one.task("createTask", prompt="A fox")
        image = {"uploadId": await uploaded(one, task["id"], picture())}
        completions.append(one.task("completeTask", id=task["id"], image=image))
    with FETCHED.claim(user.id) as claim:
        await claim.grow_to(FETCHED.each)
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
