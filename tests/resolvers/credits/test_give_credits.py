"""Back ends and administrators grant and revoke credits; only their user sees them."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from models.database import Database
from server.jobs import expire_credits
from server.settings.settings import Settings
from tests.api import Client, NewClient, mutation
from tests.resolvers.credits.ledger import IMAGE, balance, changes, drift, entries, give, let_expire, soon
from tests.resolvers.pages import both_ways
from tests.server.worker_tables import NO_SCHEDULE

RESULT = "credits { available held }"


def grant_to(user: Client, **changes: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "userId": str(user.id), "amount": 10, "reason": "Bought"} | changes


async def test_a_repeated_grant_gives_nothing_more(service: Client, user: Client, new_client: NewClient) -> None:
    given = grant_to(user, expiresAt=soon())
    for giving in (service, service, new_client(role="admin")):
        payload = await giving.mutate("grantCredits", RESULT, **given)
        assert payload == {"credits": {"available": 10, "held": 0}, "errors": []}
    others: list[dict[str, Any]] = [
        {"amount": 11},
        {"reason": "Bought twice"},
        {"expiresAt": None},
        {"expiresAt": soon(7200)},
        {"userId": str(service.id)},
    ]
    for other in others:
        assert await service.refusal("grantCredits", RESULT, **given | other) == ("CONFLICT", ["input", "id"]), other
    assert await balance(user) == (10, 0)
    assert await balance(service) == (0, 0)


async def test_invalid_grants_are_refused(service: Client, user: Client) -> None:
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 2**53}, "amount"),
        ({"reason": ""}, "reason"),
        ({"reason": "a" * 201}, "reason"),
        ({"expiresAt": soon(-1)}, "expiresAt"),
        ({"id": "1"}, "id"),
        ({"userId": "1"}, "userId"),
    ]
    for wrong, field in refusals:
        refusal = await service.refusal("grantCredits", RESULT, **grant_to(user, **wrong))
        assert refusal == ("INVALID", ["input", field]), wrong
    for amount in (1.5, "1.5", True, "ten", "1_0", " 10", "", "9" * 20):
        error = await service.error(mutation("grantCredits", RESULT), input=grant_to(user, amount=amount))
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert "is not a whole number: expected one such as `5000`" in error["message"]
    await give(service, user, 2**53 - 1)
    assert await service.refusal("grantCredits", RESULT, **grant_to(user, amount=1)) == ("INVALID", ["input", "amount"])
    assert await balance(user) == (2**53 - 1, 0)


async def test_a_user_cannot_grant_or_revoke_credits(user: Client) -> None:
    inputs = {"grantCredits": grant_to(user)}
    inputs["revokeCredits"] = {name: inputs["grantCredits"][name] for name in ("id", "userId", "reason")}
    for name, given in inputs.items():
        answer = await user.post(mutation(name, RESULT), input=given)
        assert answer["data"] == {name: None}
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    assert await balance(user) == (0, 0)


async def test_the_rest_of_a_grant_is_revoked_once(service: Client, user: Client, database: asyncpg.Connection) -> None:
    grant = await give(service, user, 10)
    first, second = [await user.task("createTask", prompt="A fox") for _ in range(2)]
    await user.task("completeTask", id=first["id"], image=IMAGE)
    revoked = {"id": grant, "userId": str(user.id), "reason": "Refunded"}
    for _ in range(2):
        payload = await service.mutate("revokeCredits", RESULT, **revoked)
        assert payload == {"credits": {"available": 0, "held": 3}, "errors": []}
    for other in ({"userId": str(service.id)}, {"id": str(uuid4())}):
        assert (await service.refused("revokeCredits", RESULT, **revoked | other))["code"] == "NOT_FOUND"
    # Credits of the grant that were held are not returned either.
    await user.task("failTask", id=second["id"], errorMessage="No fox")
    assert await balance(user) == (0, 0)
    assert (await changes(user))[-2:] == [("REVOKE", -4, 0, 3), ("RELEASE", 0, 0, 0)]
    assert (await entries(user))[-2]["reason"] == "Refunded"
    assert await drift(database, user) == []


async def test_users_see_only_their_own_credits(service: Client, user: Client, new_client: NewClient) -> None:
    await give(service, user, 10, reason="A secret")
    [entry] = await entries(user)
    node = "query ($id: ID!) { node(id: $id) { id ... on CreditEntry { kind reason } } nodes(ids: [$id]) { id } }"
    own = {"id": entry["id"], "kind": "GRANT", "reason": "A secret"}
    assert await user.data(node, id=entry["id"]) == {"node": own, "nodes": [{"id": entry["id"]}]}
    for role in ("user", "admin"):
        other = new_client(role=role, plan="priced")
        assert await other.data(node, id=entry["id"]) == {"node": None, "nodes": [None]}
        assert (await balance(other), await entries(other)) == ((0, 0), [])
        await other.refused("createTask", prompt="A fox")
    assert (await service.data(node, id=entry["id"]))["node"] == own


async def test_a_plan_without_prices_has_no_credits(service: Client, new_client: NewClient) -> None:
    user = new_client(plan="pro")
    read = "{ viewer { credits { available } plan { creditPrices { credits } } } }"
    assert await user.data(read) == {"viewer": {"credits": None, "plan": {"creditPrices": []}}}
    error = await user.refused("createTask", prompt="A fox", creditsReserved=0)
    assert (error["code"], error["field"]) == ("PLAN_LIMIT", ["input", "creditsReserved"])
    tasks = [await user.task("createTask", prompt="A fox") for _ in range(3)]
    assert (await user.task("completeTask", id=tasks[0]["id"], image=IMAGE, creditsDeducted=7))["creditsDeducted"] == 7
    assert (await user.task("completeTask", id=tasks[1]["id"], image=IMAGE))["creditsDeducted"] == 0
    failed = await user.task("failTask", id=tasks[2]["id"], errorMessage="No fox", creditsDeducted=1)
    assert failed["creditsDeducted"] == 1


async def test_entries_are_paged_newest_first(service: Client, user: Client) -> None:
    for amount in range(1, 6):
        await give(service, user, amount)
    page = """query ($first: Int, $after: String, $last: Int, $before: String) { viewer { credits {
      entries(first: $first, after: $after, last: $last, before: $before) {
        nodes { amount } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }"""

    async def read(**window: Any) -> dict[str, Any]:
        return dict((await user.data(page, **window))["viewer"]["credits"]["entries"])

    assert [entry["amount"] for entry in await both_ways(read)] == [5, 4, 3, 2, 1]
    for wrong in ({"first": 1, "after": "nonsense"}, {"first": 101}):
        assert await user.error_code(page, **wrong) == "BAD_USER_INPUT"


async def test_the_worker_expires_holds_and_grants(
    service: Client, user: Client, settings: Settings, database: asyncpg.Connection
) -> None:
    grant = await give(service, user, 10, expiresAt=soon())
    await user.task("createTask", prompt="A fox")
    await let_expire(database, user, holds=True, grant=grant)
    async with Database(settings.database_url.get_secret_value()) as owned:
        await expire_credits(owned, NO_SCHEDULE)
    kinds = "SELECT array_agg(kind ORDER BY number) FROM task_record.credit_entries WHERE user_id = $1"
    assert await database.fetchval(kinds, user.id) == ["grant", "hold", "release", "expire"]
    assert await changes(user) == [("GRANT", 10, 10, 0), ("HOLD", -3, 7, 3), ("RELEASE", 0, 7, 0), ("EXPIRE", -7, 0, 0)]
    assert await drift(database, user) == []


async def test_entries_are_never_changed_or_removed(
    service: Client, user: Client, database: asyncpg.Connection
) -> None:
    await give(service, user, 10)
    for statement in (
        "UPDATE task_record.credit_entries SET available = 1000 WHERE user_id = $1",
        "DELETE FROM task_record.credit_entries WHERE user_id = $1",
    ):
        with pytest.raises(asyncpg.RaiseError, match="neither changed nor removed"):
            await database.execute(statement, user.id)
    with pytest.raises(asyncpg.RaiseError, match="neither changed nor removed"):
        await database.execute("TRUNCATE task_record.credit_entries")
    forged = """
      INSERT INTO task_record.credit_entries (user_id, number, kind, to_issued, to_available, to_held, to_spent,
      to_expired, to_written_off, available, held) SELECT $1, 2, 'grant', {issued}, 90, 0, 0, 0, 0, {available}, 0"""
    with pytest.raises(asyncpg.CheckViolationError, match="balanced"):
        await database.execute(forged.format(issued=0, available=100), user.id)
    with pytest.raises(asyncpg.CheckViolationError, match="does not follow from the one before"):
        await database.execute(forged.format(issued=-90, available=1000), user.id)
    assert await balance(user) == (10, 0)
    # Balanced and in order, but of no grant: `reconcile` finds it.
    await database.execute(forged.format(issued=-90, available=100), user.id)
    assert await drift(database, user) == [(user.id, "grants")]


async def test_plain_sql_leaves_the_ledger_balanced(
    service: Client, user: Client, database: asyncpg.Connection
) -> None:
    await give(service, user, 9)
    [task, other, _] = [await user.task("createTask", prompt="A fox") for _ in range(3)]
    await database.execute("DELETE FROM user_task_history WHERE id = $1", task["id"])
    ended = "UPDATE user_task_history SET status = 'failed', completed_at = now(), error_message = 'No' WHERE id = $1"
    await database.execute(ended, other["id"])
    assert await balance(user) == (6, 3)
    assert await drift(database, user) == []
    await database.execute("DELETE FROM auth.users WHERE id = $1", user.id)
    for table in ("credit_accounts", "credit_grants", "credit_holds", "credit_entries"):
        query = f"SELECT count(*) FROM task_record.{table} WHERE user_id = $1"
        assert await database.fetchval(query, user.id) == 0
    assert await balance(user) == (0, 0)
