"""Copies of pictures are made once, by one visitor for all who wait, and never in the turn of the link's owner."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack

import pytest

from resolvers.images.answering_storage import IMAGES_AT_ONCE
from resolvers.images.inspected_image import FETCHED, QUICK_TURNS
from resolvers.limits.fair_share import FairShare, Visitor
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.bucket import Bucket
from tests.pictures import data_url, scenery
from tests.resolvers.sharing.links import shared
from tests.server.observation.scraping import scrape
from tests.server.sharing.link_pages import address

OTHER = Visitor(int=1)


@pytest.fixture
async def application(settings: Settings) -> AsyncIterator[Application]:
    async with in_process(settings) as application:
        yield application


async def pictures(user: Client, bucket: Bucket, count: int) -> list[str]:
    """The addresses of copies of medium size that nobody has made yet."""
    task = (await user.task("createTask", prompt="A fox", imageCount=count))["id"]
    first, *more = [{"dataUrl": data_url(scenery((700 + 10 * number, 500)))} for number in range(count)]
    await user.task("completeTask", id=task, image=first, moreImages=more)
    _, path = await shared(user, task)
    keys = await bucket.keys(f"task-history/{user.id}/")
    await bucket.storage.remove([key for key in keys if key.endswith("-medium")])
    return [f"{path}/{number}/medium" for number in range(1, count + 1)]


async def made(application: Application) -> float:
    """How many images were decoded."""
    return (await scrape(application.http)).value("task_record_decoding_seconds_count")


async def settle() -> None:
    """Give what was asked the time to wait for what is held."""
    await asyncio.sleep(0.3)


@pytest.mark.slow
async def test_one_copy_is_made_however_many_wait_for_it(application: Application, bucket: Bucket) -> None:
    user = application.new_client()
    [path] = await pictures(user, bucket, 1)
    before = await made(application)
    async with AsyncExitStack() as stack:
        each = [await stack.enter_async_context(application.visitor(address(number))) for number in range(4)]
        answers = await asyncio.gather(*(one.get(path) for one in each for _ in range(3)))
    assert {(answer.status_code, answer.headers["Content-Type"]) for answer in answers} == {(200, "image/webp")}
    assert len({answer.content for answer in answers}) == 1
    assert await made(application) - before == 1


@pytest.mark.slow
async def test_it_is_made_in_the_visitors_turn(application: Application, bucket: Bucket) -> None:
    """Whatever the link's owner has used up; and while no visitor may decode, the owner may."""
    user = application.new_client()
    path, another = await pictures(user, bucket, 2)
    task = (await user.task("createTask", prompt="An owl"))["id"]
    shares: list[FairShare] = [QUICK_TURNS, FETCHED, IMAGES_AT_ONCE]
    async with application.visitor(address(1)) as visitor:
        with ExitStack() as stack:
            for share in shares:
                stack.enter_context(share.claim(user.id)).take_now(share.each)
            assert (await visitor.get(path)).status_code == 200
        with QUICK_TURNS.claim(OTHER) as turn:
            turn.take_now(1)
            waiting = asyncio.create_task(visitor.get(another))
            await settle()
            image = {"dataUrl": data_url(scenery((200, 100)))}
            assert (await user.task("completeTask", id=task, image=image))["status"] == "COMPLETED"
            assert not waiting.done()
        assert (await waiting).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("leaves", [True, False])
async def test_a_visitor_who_requests_many_does_not_delay_others(
    application: Application, bucket: Bucket, leaves: bool
) -> None:
    """Nor do they take the copies along that they have begun, when they go away."""
    user = application.new_client()
    paths = await pictures(user, bucket, 8)
    before = await made(application)
    async with application.visitor(address(1)) as greedy, application.visitor(address(2)) as other:
        with QUICK_TURNS.claim(OTHER) as turn:
            turn.take_now(1)
            asked = [asyncio.create_task(greedy.get(path)) for path in paths]
            await settle()
            waiting = [asyncio.create_task(other.get(path)) for path in (paths[0], paths[-1])]
            await settle()
            if leaves:
                for one in asked:
                    one.cancel()
        assert [(await one).status_code for one in waiting] == [200, 200]
        assert leaves or not all(one.done() for one in asked)
        await asyncio.wait(asked)
    assert await made(application) - before == (2 if leaves else 8)


@pytest.mark.slow
async def test_a_user_does_not_wait_for_a_visitors_copy(application: Application, bucket: Bucket) -> None:
    user = application.new_client()
    [path] = await pictures(user, bucket, 1)
    [task] = (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]
    async with application.visitor(address(1)) as visitor:
        with QUICK_TURNS.claim(OTHER) as turn:
            turn.take_now(1)
            waiting = asyncio.create_task(visitor.get(path))
            await settle()
            await shared(user, task["id"])
            assert [key for key in await bucket.keys(f"task-history/{user.id}/") if key.endswith("-medium")]
            assert not waiting.done()
        assert (await waiting).status_code == 200
