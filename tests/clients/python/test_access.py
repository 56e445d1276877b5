"""Tokens, what is sent again and what is not, and answers of other versions of the server."""

import asyncio
from typing import Any

import pytest
from task_record import AsyncTaskRecord, TaskRecord, errors
from task_record.access.pause import pause

from server.development.signed_token import sign_token
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX
from tests.clients.python.answers import TASK, Answers, refusal
from tests.clients.python.conftest import Connect, InThread, history
from tests.clients.python.imitation import imitation


def read(answers: Answers, patience: float = 10.0) -> Any:
    with imitation(answers) as url, TaskRecord(f"{url}/graphql", token="x", patience=patience) as tr:
        return tr.task(TASK["id"])  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _pauses_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("task_record.access.pause.FIRST", 0.001)
    monkeypatch.setattr("task_record.access.pause.SPREAD", 0.001)


def test_what_may_work_later_is_sent_again() -> None:
    answers = Answers(
        (503, b""),
        (200, refusal("UNAVAILABLE")),
        (429, refusal("RATE_LIMITED", retryAfter=0)),
        (200, {"data": {"task": TASK}}),
    )
    assert read(answers).prompt == "A fox"
    assert len(answers.asked) == 4


@pytest.mark.parametrize("code", ["BAD_USER_INPUT", "FORBIDDEN", "INTERNAL_SERVER_ERROR", "OF_A_LATER_VERSION"])
def test_a_refusal_is_not(code: str) -> None:
    answers = Answers((200, refusal(code, requestId="r1")))
    with pytest.raises(errors.TaskRecordError) as caught:
        read(answers)
    assert (caught.value.code, caught.value.message, caught.value.request_id) == (code, "No", "r1")
    assert type(caught.value) is errors.BY_CODE.get(code, errors.Refused)


def test_patience_ends() -> None:
    with pytest.raises(errors.RateLimited) as caught:
        read(Answers((429, refusal("RATE_LIMITED", retryAfter=30))), patience=1.0)
    assert caught.value.retry_after == 30


def test_what_is_not_the_api_is_said_to_be_something_else() -> None:
    with pytest.raises(errors.UnexpectedAnswer, match=r"/graphql answered 404: <h1>"):
        read(Answers((404, b"<h1>Not here</h1>")))


def test_pauses_grow_and_obey_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    lost = errors.NoAnswer("")
    assert 0.1 <= pause(1, lost) <= 0.2
    assert 0.8 <= pause(4, lost) <= 1.6
    assert 15 <= pause(100, lost) <= 30
    assert 7 <= pause(1, errors.RateLimited("", retry_after=7)) <= 8


def test_what_a_later_server_adds_is_no_error() -> None:
    task = read(Answers((200, {"data": {"task": TASK}})))
    assert (task.status.value, task.task_type.name) == ("DREAMING", "VIDEO_GENERATION")


async def test_a_token_is_made_again_before_it_expires_and_when_it_is_refused(
    server: ServedApplication, user: Client, in_thread: InThread
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

    await in_thread(work)


@pytest.mark.slow
async def test_without_a_valid_token_it_waits(connect: Connect, user: Client, in_thread: InThread) -> None:
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

    await in_thread(work)
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


async def test_changes_are_followed_without_asyncio(connect: Connect, user: Client, in_thread: InThread) -> None:
    following = connect(user).follow()
    first = asyncio.ensure_future(in_thread(next, following))
    while not first.done():
        await user.task("createTask", prompt="A fox")
        await asyncio.wait([first], timeout=0.2)
    assert first.result().task.prompt == "A fox"
    await in_thread(following.close)
