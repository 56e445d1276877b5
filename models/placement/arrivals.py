"""The last steps of moving a user from one database to another, and what unfinished moves leave behind."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from models.connection import UNUSABLE
from models.database import Database
from models.statement import NoRow, Statement


class Arrival(NamedTuple):
    """A user whose rows lie ready in a database, and the number of the database that they come from."""

    user_id: UUID
    source: int


class MovedTo(NamedTuple):
    """The number of the database that a user was moved to, as the database that they left records it."""

    database: int


ARRIVE = Statement(
    "complete_arrival",
    "SELECT task_record.complete_arrival(:user_id, :source)",
    NoRow,
)
ARRIVALS = Statement("arrivals", "SELECT user_id, source FROM task_record.arrivals", Arrival)
MOVED_TO = Statement(
    "moved_to",
    "SELECT database FROM task_record.moved_users WHERE user_id = :user_id",
    MovedTo,
)
FORGET_ARRIVAL = Statement("forget_arrival", "SELECT task_record.forget_arrival(:user_id)", NoRow)

FORGET_AUDIT_NOTES = Statement(
    "forget_audit_notes",
    "SELECT task_record.forget_audit_notes(:user_id, coalesce(CAST(:before AS timestamptz), 'infinity'))",
    NoRow,
)
FORGET_WEBHOOKS = Statement(
    "forget_webhooks",
    """
WITH elsewhere AS (
  SELECT coalesce(CAST(:before AS timestamptz), 'infinity') AS before
  WHERE NOT EXISTS (SELECT FROM task_record.erasures WHERE id = :erasure_id)
), gone AS (
  DELETE FROM task_record.webhooks USING elsewhere WHERE user_id = :user_id AND created_at <= before RETURNING id
)
DELETE FROM task_record.webhook_deliveries WHERE id = ANY (ARRAY(
  SELECT delivery.id FROM elsewhere, task_record.webhook_deliveries AS delivery
  WHERE subject_id = :user_id AND created_at <= before
  UNION
  SELECT delivery.id FROM gone JOIN task_record.webhook_deliveries AS delivery ON webhook_id = gone.id
))
""",
    NoRow,
)
"""
Forgets webhooks of the user, and what was sent about them, that came before an instant; all of it when that is null.
Not in the database that erased them: the erasure did it there, and its deliveries to others, which say that the tasks
are gone, are still to be sent.
"""


async def finish_arrival(parts: Sequence[Database], user_id: UUID, source: int) -> int:
    """
    Return the number of the database that has a user whose rows lie ready in another than the `source`. As long as the
    source does not record that the user has left, that is the source; else the database that they were moved to, where
    this finishes the arrival, after waiting for a move that still runs.
    """
    moved_to = await parts[source - 1].rows(MOVED_TO.bind(user_id=user_id), user_id, "service_role")
    for (number,) in moved_to:
        async with parts[number - 1].transaction(user_id, "service_role") as transaction:
            await transaction.rows(ARRIVE.bind(user_id=user_id, source=source))
        return number
    return source


async def finish_arrivals(parts: Sequence[Database], asked_by: UUID) -> None:
    """Finish the arrival of every user who has left their old database. Databases that cannot be used are skipped."""
    for part in parts:
        with suppress(*UNUSABLE):
            for user_id, source in await part.rows(ARRIVALS.bind(), asked_by, "service_role"):
                await finish_arrival(parts, user_id, source)
