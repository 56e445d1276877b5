"""An issuer's subjects that are not UUIDs become users' ids."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from resolvers.users.user_id import user_id_of
from server.settings.settings import Settings
from tests.application import ServedApplication, on_port
from tests.resolvers.waiting import until
from tests.server.access.subjects import IDS, NAMESPACE, SUBJECT, ClientOfIssuer
from tests.server.access.tokens import claims, hs256, refused, signed_in
from tests.server.http.subscriber import answer_to, greeted

USER = "query ($id: ID!) { user(id: $id) { id subject tasks { nodes { prompt } } } }"
OWN = "{ viewer { id } tasks { nodes { prompt userId } } }"
ERASED = "erasure { tasks }"


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings, user_id_namespace=NAMESPACE) as server:
        yield server


@pytest.fixture
def user(server: ServedApplication) -> ClientOfIssuer:
    return ClientOfIssuer(server.http, subject=f"user_{uuid4().hex}")


def of(subject: str, issuer: str = NAMESPACE) -> str:
    return hs256(claims(sub=subject, iss=issuer))


@pytest.mark.parametrize(("subject", "expected"), IDS.items(), ids=IDS)
async def test_the_id_of_a_subject(subject: str, expected: UUID) -> None:
    caller = await signed_in(of(subject), user_id_namespace=NAMESPACE)
    assert caller.id == expected
    assert caller.subject == (None if subject.lower() == str(expected) else subject)


async def test_the_subject_is_that_of_the_issuer() -> None:
    """With another issuer, the same subject is another user, and its tokens are not those of this one."""
    other = f"{NAMESPACE}/"
    assert (await signed_in(of(SUBJECT, other), user_id_namespace=other)).id != IDS[SUBJECT]
    await refused(of(SUBJECT, other), f"another issuer; its `iss` must be `{NAMESPACE}`", user_id_namespace=NAMESPACE)
    named = {"user_id_namespace": NAMESPACE, "jwt_issuer": other}
    assert (await signed_in(of(SUBJECT, other), **named)).id == IDS[SUBJECT]


@pytest.mark.parametrize("subject", ["", "a" * 256, "user_1\n", "user\0", "\ud800"])
async def test_subjects_that_are_refused(subject: str) -> None:
    await refused(of(subject), "`sub` must have 1 to 255 printable characters", user_id_namespace=NAMESPACE)


async def test_without_the_setting_the_refusal_names_it() -> None:
    await refused(of(SUBJECT), "must be the user's UUID. For ids of Clerk")
    await refused(of(SUBJECT), "USER_ID_NAMESPACE")


async def test_the_user_and_nobody_else_has_what_is_recorded_for_the_id(
    server: ServedApplication, user: ClientOfIssuer
) -> None:
    other, service = ClientOfIssuer(server.http, subject=f"{user.subject}0"), server.new_client(role="service")
    task = await user.new_task("A fox")
    user_id = (await user.data(OWN))["viewer"]["id"]
    await service.task("createTask", prompt="An owl", userId=user_id)
    tasks = [{"prompt": prompt, "userId": user_id} for prompt in ("An owl", "A fox")]
    own = {"viewer": {"id": user_id}, "tasks": {"nodes": tasks}}
    assert await user.data(OWN) == own
    async with greeted(server.address, user) as connection:
        assert (await answer_to(connection, OWN))["payload"]["data"] == own
    assert await other.data("query ($id: ID!) { task(id: $id) { id } }", id=task) == {"task": None}
    assert (await other.data(OWN))["tasks"]["nodes"] == []


async def test_administrators_see_the_subject_until_the_user_is_erased(
    server: ServedApplication, user: ClientOfIssuer, database: Connection
) -> None:
    stored = "SELECT count(*) FROM task_record.user_subjects WHERE subject = $1"
    admin, service = server.new_client(role="admin"), server.new_client(role="service")
    assert (await admin.data(USER, id=user.subject))["user"] is None
    await user.new_task("A fox")

    async def is_recorded() -> bool:
        return bool(await database.fetchval(stored, user.subject))

    await until(is_recorded)
    user_id = (await user.data(OWN))["viewer"]["id"]
    expected = {"id": user_id, "subject": user.subject, "tasks": {"nodes": [{"prompt": "A fox"}]}}
    for client, given in ((admin, user_id), (admin, user.subject), (service, user.subject)):
        assert (await client.data(USER, id=given))["user"] == expected
    assert await user.error_code(USER, id=user.subject) == "FORBIDDEN"
    erased = await admin.mutate("eraseUser", ERASED, userId=user_id, dryRun=False)
    assert erased == {"erasure": {"tasks": 1}, "errors": []}
    assert not await is_recorded()


async def test_only_a_user_with_tasks_leaves_a_subject(
    server: ServedApplication, user: ClientOfIssuer, database: Connection
) -> None:
    """The other user, who is seen later, has a task that a back end has recorded."""
    later = ClientOfIssuer(server.http, subject=f"{user.subject}0")
    service = server.new_client(role="service", plan=None)
    user_id = user_id_of(later.subject, NAMESPACE)
    await service.task("createTask", prompt="A fox", userId=str(user_id))
    await user.data(OWN)
    await later.data(OWN)
    seen = "SELECT subject FROM task_record.user_subjects WHERE starts_with(subject, $1)"

    async def found() -> list[str]:
        return [row["subject"] for row in await database.fetch(seen, user.subject)]

    await until(found)
    assert await found() == [later.subject]
