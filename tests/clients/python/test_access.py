"""Tokens, retries, subscriptions, and answers of other versions of the server."""

import asyncio
import json
from typing import Any

import jwt
import pytest
from task_record import AsyncTaskRecord, TaskRecord, errors, task_id, user_id
from task_record.access.pause import pause

from server.development.signed_token import sign_token
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX
from tests.clients.python.answers import CASES, Answers
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation
from tests.docs.examples import ROOT

USER_IDS = json.loads((ROOT / "tests" / "server" / "access" / "user_ids.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _pauses_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("task_record.access.pause.FIRST", 0.001)
    monkeypatch.setattr("task_record.access.pause.SPREAD", 0.001)


def described(error: errors.TaskRecordError) -> dict[str, Any]:
    assert type(error) is errors.BY_CODE.get(error.code, errors.Refused)
    more = {"retryAfter": error.retry_after, "requestId": error.request_id}
    message = error.message.rpartition("answered ")[2]
    return {"code": error.code, "message": message, **{name: value for name, value in more.items() if value}}


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_a_request_is_retried_if_it_may_work_soon(given: list[Answer], expected: dict[str, Any]) -> None:
    answers = Answers(*given)
    with imitation(answers) as url, TaskRecord(f"{url}/graphql", token="x") as tr:
        try:
            found = tr.task("1")
        except errors.TaskRecordError as error:
            assert described(error) == expected  # noqa: PT017 - it is expected only in some cases
        else:
            assert found
            assert found.prompt == expected["prompt"]
            assert (found.status.value, found.task_type.name) == ("DREAMING", "VIDEO_GENERATION")  # of a later server
    assert len(answers.asked) == len(given)


def test_pauses_grow_and_obey_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    lost = errors.NoAnswer("")
    assert 0.1 <= pause(1, lost) <= 0.2
    assert 0.8 <= pause(4, lost) <= 1.6
    assert 15 <= pause(100, lost) <= 30
    assert 7 <= pause(1, errors.RateLimited("", retry_after=7)) <= 8


async def test_a_token_is_made_again_before_it_expires_and_when_it_is_refused(
    server: ServedApplication, user: Client
) -> None:
    tokens = [
        sign_token(JWT_SECRET, user.id, seconds=30),  # too soon
        sign_token("a secret that was replaced, long enough", user.id),
        user.token,
    ]
    made: list[str] = []

    def mint() -> str:
        made.append(tokens[min(len(made), 2)])
        return made[-1]

    def work() -> None:
        with TaskRecord(f"{server.url}/graphql", token=mint) as tr:
            assert [*tr.tasks()] == []
            assert len(made) == 1
            assert [*tr.tasks()] == []
            assert len(made) == 3
            assert [*tr.tasks()] == []
            assert len(made) == 3

    await asyncio.to_thread(work)


@pytest.mark.slow
async def test_tasks_wait_for_a_valid_token(connect: Connect, user: Client) -> None:
    valid = False

    def mint() -> str:
        if not valid:
            raise ConnectionError("The issuer does not answer")
        return user.token

    tr = connect(user, token=mint)

    def work() -> None:
        nonlocal valid
        with tr.record("A fox") as task:
            task.add(FOX)
        assert not tr.flush(0.1)
        with pytest.raises(errors.Unauthenticated, match="The issuer does not answer"):
            tr.task(task.id)
        valid = True
        assert tr.flush(10)

    await asyncio.to_thread(work)
    assert [task["status"] for task in await history(user)] == ["COMPLETED"]


@pytest.mark.slow
async def test_changes_are_followed_past_an_expired_token(server: ServedApplication, user: Client) -> None:
    gap = asyncio.Event()
    made: list[str] = []

    def mint() -> str:
        made.append(sign_token(JWT_SECRET, user.id, seconds=1 if len(made) < 1 else 3600))
        return made[-1]

    async with AsyncTaskRecord(f"{server.url}/graphql", token=mint) as tr, asyncio.timeout(30):
        events = tr.follow(on_gap=gap.set)
        following = asyncio.ensure_future(anext(events))
        await asyncio.wait([following, asyncio.ensure_future(gap.wait())], return_when=asyncio.FIRST_COMPLETED)
        while not following.done():
            await user.task("createTask", prompt="A fox")
            await asyncio.wait([following], timeout=0.2)
        event = following.result()
        assert event.task
        assert (event.kind.value, event.task.prompt) == ("CREATED", "A fox")
        await events.aclose()
    assert len(made) == 2


async def test_changes_are_followed_without_asyncio(connect: Connect, user: Client) -> None:
    following = connect(user).follow()
    first = asyncio.ensure_future(asyncio.to_thread(next, following))
    while not first.done():
        await user.task("createTask", prompt="A fox")
        await asyncio.wait([first], timeout=0.2)
    assert (task := first.result().task)
    assert task.prompt == "A fox"
    await asyncio.to_thread(following.close)


def test_the_ids_of_users_whose_subjects_are_not_uuids_are_the_servers() -> None:
    assert {one: user_id(one, USER_IDS["namespace"]) for one in USER_IDS["ids"]} == USER_IDS["ids"]
    with pytest.raises(ValueError, match="USER_ID_NAMESPACE"):
        user_id("auth0|123")


@pytest.mark.parametrize("subject", ["auth0|5f7c8ec7c33c6c004bbafe82", "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"])
def test_the_id_of_a_task_with_a_key_has_the_servers_id_of_the_user(subject: str) -> None:
    token = jwt.encode({"sub": subject, "iss": USER_IDS["namespace"]}, JWT_SECRET)
    with TaskRecord("http://127.0.0.1:9/graphql", token=token) as tr:
        task = tr.record("A fox", key="job 8").recording
    assert task.id == task_id("job 8", user_id(subject, USER_IDS["namespace"]))
