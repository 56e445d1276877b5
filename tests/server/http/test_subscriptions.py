"""Subscriptions to changes, over WebSocket and server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from models.tasks.task_changes import CHANNEL
from server.settings.settings import Settings
from server.stores.connections import NOTIFIER
from tests.application import ServedApplication, on_port
from tests.models.connections import as_superuser, database_name
from tests.server.http.subscriber import (
    SUBSCRIPTION,
    Subscriber,
    answer_to,
    greeted,
    receive_message,
    send_message,
    subscribed,
)
from tests.services import PostgresService

pytestmark = pytest.mark.own_database

LISTENING = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND application_name = $2"
CAUGHT_UP = LISTENING + f" AND query <> '' AND query NOT LIKE 'LISTEN%{CHANNEL}%'"


@pytest.fixture
async def server(settings: Settings, postgres: PostgresService) -> AsyncIterator[ServedApplication]:
    """A server whose notifier has caught up, so that each change is one event from now on."""
    async with on_port(settings) as server, as_superuser(postgres, settings) as superuser:
        while not await superuser.fetch(CAUGHT_UP, database_name(settings), NOTIFIER):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        yield server


def event(kind: str, task: dict[str, Any], **changes: Any) -> dict[str, Any]:
    shown = {name: task[name] for name in ("id", "status", "prompt", "errorMessage")} | changes
    return {"kind": kind, "taskId": task["id"], "task": None if kind == "DELETED" else shown}


async def test_each_change_is_an_event_with_the_task_after_it(server: ServedApplication) -> None:
    user = server.new_client()
    async with subscribed(server.address, user) as subscriber:
        task = await user.task("createTask", prompt="一只小狗")
        assert await subscriber.event() == event("CREATED", task)
        await user.task("startTask", id=task["id"])
        assert await subscriber.event() == event("UPDATED", task, status="PROCESSING")
        task = await user.task("failTask", id=task["id"], errorMessage="no")
        assert await subscriber.event() == event("UPDATED", task, status="FAILED", errorMessage="no")
        for name, ids, kind in (
            ("trashTasks", "trashedTaskIds", "DELETED"),
            ("restoreTasks", "restoredTaskIds", "UPDATED"),
            ("trashTasks", "trashedTaskIds", "DELETED"),
        ):
            assert (await user.mutate(name, ids, ids=[task["id"]]))[ids] == [task["id"]]
            assert await subscriber.event() == event(kind, task)
        await user.mutate("deleteTask", "deletedTaskId", id=task["id"])  # subscribers know that already
        other = await user.task("createTask", prompt="Another fox")
        assert await subscriber.event() == event("CREATED", other)


async def test_each_of_many_changes_in_one_statement_is_an_event(server: ServedApplication) -> None:
    user = server.new_client()
    async with subscribed(server.address, user) as subscriber:
        ids = [(await user.task("createTask", prompt="a fox"))["id"] for _ in range(5)]
        assert [await change(subscriber) for _ in ids] == [("CREATED", task_id) for task_id in ids]
        await user.mutate("deleteTasks", "deletedTaskIds", ids=ids)
        received = {await change(subscriber) for _ in ids}
        assert received == {("DELETED", task_id) for task_id in ids}


async def change(subscriber: Subscriber) -> tuple[str, str]:
    event = await subscriber.event()
    assert (event["task"] is None) == (event["kind"] == "DELETED")
    return event["kind"], event["taskId"]


@pytest.mark.slow
async def test_users_receive_events_of_their_own_tasks_only(server: ServedApplication) -> None:
    user, other = server.new_client(), server.new_client()
    service = replace(server.new_client(), role="service")
    async with subscribed(server.address, user) as mine, subscribed(server.address, other) as theirs:
        await other.task("createTask", prompt="theirs")
        await service.task("createTask", prompt="for me", userId=str(user.id))
        assert (await mine.event())["task"]["prompt"] == "for me"
        assert (await theirs.event())["task"]["prompt"] == "theirs"


async def follow(subscriber: Subscriber, ids: list[str]) -> None:
    """Subscribe to these tasks, as operation 2, and wait until the server has read it."""
    payload = {"query": SUBSCRIPTION, "variables": {"ids": ids}}
    await send_message(subscriber.connection, "subscribe", id="2", payload=payload)
    await send_message(subscriber.connection, "ping")
    while (await receive_message(subscriber.connection))["type"] != "pong":
        pass


@pytest.mark.slow
async def test_a_user_follows_some_of_their_own_tasks(server: ServedApplication) -> None:
    """No event of another user's task comes, even if the subscription names it."""
    user, other = server.new_client(), server.new_client()
    mine, followed = [await user.task("createTask", prompt="a fox") for _ in range(2)]
    theirs = await other.task("createTask", prompt="a fox")
    async with subscribed(server.address, user) as subscriber:
        await follow(subscriber, [theirs["id"], followed["id"]])
        await other.task("startTask", id=theirs["id"])
        await other.mutate("deleteTask", "deletedTaskId", id=theirs["id"])
        await user.task("startTask", id=mine["id"])
        await user.task("startTask", id=followed["id"])
        messages = [await subscriber.message() for _ in range(3)]
        received = [(one["id"], one["payload"]["data"]["taskEvents"]["taskId"]) for one in messages]
        assert sorted(received) == sorted([("1", mine["id"]), ("1", followed["id"]), ("2", followed["id"])])


async def test_invalid_ids_are_reported(server: ServedApplication) -> None:
    async with greeted(server.address, server.new_client()) as connection:
        [error] = (await answer_to(connection, SUBSCRIPTION, variables={"ids": ["x"]}))["payload"]["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.slow
async def test_two_servers_work_as_one(settings: Settings, server: ServedApplication) -> None:
    async with on_port(settings) as second:
        here = server.new_client()
        there = second.new_client(here.id)
        async with subscribed(server.address, here) as one, subscribed(second.address, there) as two:
            # Each subscriber also gets events of the probes that the other one has created.
            one.probes = two.probes = one.probes | two.probes
            first = await here.task("createTask", prompt="made here")
            second_task = await there.task("createTask", prompt="made there")
            for subscriber in (one, two):
                assert await subscriber.event() == event("CREATED", first)
                assert await subscriber.event() == event("CREATED", second_task)


@pytest.mark.slow
async def test_subscribers_go_on_when_that_connection_is_lost(
    settings: Settings, postgres: PostgresService, server: ServedApplication
) -> None:
    """They share one connection that listens."""
    user, other = server.new_client(), server.new_client()
    async with (
        subscribed(server.address, user) as subscriber,
        subscribed(server.address, other),
        as_superuser(postgres, settings) as superuser,
    ):
        [connection] = [row["pid"] for row in await superuser.fetch(LISTENING, database_name(settings), NOTIFIER)]
        await superuser.execute("SELECT pg_terminate_backend($1)", connection)
        missed = await user.task("createTask", prompt="made meanwhile")
        deleted = await user.task("createTask", prompt="made and deleted meanwhile")
        await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
        kinds = await kinds_until(subscriber, {missed["id"], deleted["id"]})
        # CREATED if the server listened again by then; otherwise it catches up, and cannot tell the two apart.
        assert kinds[missed["id"]] in {"CREATED", "UPDATED"}
        assert kinds[deleted["id"]] == "DELETED"
        later = await user.task("createTask", prompt="made afterwards")
        while (received := await subscriber.event())["taskId"] != later["id"]:
            pass
        assert received == event("CREATED", later)


async def kinds_until(subscriber: Subscriber, ids: set[str]) -> dict[str, str]:
    """Wait until each task had an event, one of them DELETED; return the last event's kind by task."""
    kinds: dict[str, str] = {}
    while kinds.keys() != ids or "DELETED" not in kinds.values():
        received = await subscriber.event()
        kinds[received["taskId"]] = received["kind"]
    return kinds


@pytest.mark.slow
async def test_a_back_end_follows_tasks_of_anyone_by_id(server: ServedApplication) -> None:
    one, other, service = server.new_client(), server.new_client(), replace(server.new_client(), role="service")
    mine, theirs, unwanted = [await user.task("createTask", prompt="a fox") for user in (one, other, other)]
    # An id that is also a user's names no user.
    alike = await one.task("createTask", id=str(service.id), prompt="like the back end")
    ids = [mine["id"], theirs["id"], str(other.id), alike["id"]]
    async with subscribed(server.address, service) as subscriber:
        await follow(subscriber, ids)
        await other.task("startTask", id=unwanted["id"])
        await one.task("startTask", id=mine["id"])
        await other.task("failTask", id=theirs["id"], errorMessage="no")
        received = [await subscriber.message() for _ in range(2)]
        await other.mutate("deleteTask", "deletedTaskId", id=theirs["id"])
        received.append(await subscriber.message())  # alone, were the failure not read yet
        assert [one["id"] for one in received] == ["2"] * 3
        assert [one["payload"]["data"]["taskEvents"] for one in received] == [
            event("UPDATED", mine, status="PROCESSING"),
            event("UPDATED", theirs, status="FAILED", errorMessage="no"),
            event("DELETED", theirs),
        ]
