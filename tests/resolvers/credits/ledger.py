"""Helpers for tests of credits: plans with prices; grants; balances and entries; expiry."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection

from tests.api import Client
from tests.pictures import data_url, picture

PLANS = """
[pro]
task_types = ["image_generation", "image_edit", "template_generation"]
max_image_size = 1_000_000

[priced]
task_types = ["image_generation", "image_edit", "template_generation"]
max_image_size = 1_000_000
credit_prices = { image_generation = 3, image_edit = 5 }
credits_low = 10

[recording]
task_types = ["image_generation"]
max_image_size = 1_000_000
credit_prices = { image_generation = 3 }
users_end_tasks = false
"""
IMAGE = {"dataUrl": data_url(picture())}
ENTRY = "id kind amount available held taskId grantId reason createdAt"
CREDITS = f"credits {{ available held entries(first: 100) {{ nodes {{ {ENTRY} }} }} }}"


async def give(giver: Client, user: Client, amount: int, **changes: Any) -> str:
    """Grant credits to the user, and return the grant's id."""
    given = {"id": str(uuid4()), "userId": str(user.id), "amount": amount, "reason": "Bought"} | changes
    payload = await giver.mutate("grantCredits", "credits { available }", **given)
    assert payload["errors"] == [], payload
    return str(given["id"])


async def balance(user: Client) -> tuple[int, int]:
    """Return the user's available and held credits."""
    now = (await user.data("{ viewer { credits { available held } } }"))["viewer"]["credits"]
    return now["available"], now["held"]


async def entries(user: Client) -> list[dict[str, Any]]:
    """Return all entries of the user's credits, oldest first."""
    read = await user.data(f"{{ viewer {{ {CREDITS} }} }}")
    return list(reversed(read["viewer"]["credits"]["entries"]["nodes"]))


async def changes(user: Client) -> list[tuple[str, int, int, int]]:
    """Return kind and amount of each entry, and the balance after it: available, held. Oldest first."""
    return [(entry["kind"], entry["amount"], entry["available"], entry["held"]) for entry in await entries(user)]


def soon(seconds: float = 3600) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


async def let_expire(database: Connection, user: Client, *, holds: bool = False, grant: str = "") -> None:
    """Make all holds of the user, or a grant, expire, by setting its time of expiry to a second ago."""
    if holds:
        await database.execute(
            "UPDATE task_record.credit_holds SET expires_at = now() - interval '1 s' WHERE user_id = $1", user.id
        )
        await database.execute(
            """UPDATE user_task_history SET credits_held_until = now() - interval '1 s'
            WHERE user_id = $1 AND credits_held_until > now()""",
            user.id,
        )
    if grant:
        await database.execute(
            "UPDATE task_record.credit_grants SET expires_at = now() - interval '1 s' WHERE id = $1", UUID(grant)
        )
    await database.execute("UPDATE task_record.credit_accounts SET due_at = now() WHERE user_id = $1", user.id)


async def drift(database: Connection, *users: Client) -> list[tuple[UUID, str]]:
    """Return the drifts that PostgreSQL finds in the credits of these users: user id and what differs."""
    rows = await database.fetch("SELECT user_id, what FROM task_record.drifted_credits")
    ids = {user.id for user in users}
    return [(row["user_id"], row["what"]) for row in rows if row["user_id"] in ids]
