from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlmodel import SQLModel, col

from models.credits.credit_tables import LedgerEntry
from models.keyset_list import KeysetList, OrderedRows
from models.statement import NumberRow, Statement, UserRow


class BalanceRow(NamedTuple):
    """The credits that a user may spend, and those that are held for their tasks."""

    available: int
    held: int


class DueBalance(NamedTuple):
    """A balance as of the last entry. When it `is_due`, some of it may have expired since, or be free again."""

    available: int
    held: int
    is_due: bool


class UserBalance(NamedTuple):
    """A `DueBalance`, and its user."""

    user_id: UUID
    available: int
    held: int
    is_due: bool


class GrantOutcome(NamedTuple):
    outcome: str
    """
    `granted`; `repeated` when the same call has granted it before. Otherwise the reason: `taken`, another grant has
    the id; `past`, it would have expired; `too much`, the balance would exceed 2^53 - 1.
    """


class RevokeOutcome(NamedTuple):
    is_found: bool


ENTRY_COLUMNS: tuple[Any, ...] = (
    col(LedgerEntry.id),
    col(LedgerEntry.number),
    col(LedgerEntry.kind),
    col(LedgerEntry.to_available),
    col(LedgerEntry.available),
    col(LedgerEntry.held),
    col(LedgerEntry.task_id),
    col(LedgerEntry.grant_id),
    col(LedgerEntry.reason),
    col(LedgerEntry.created_at),
)
BALANCE = Statement(
    "credit_balance",
    """
SELECT coalesce(available, 0) AS available, coalesce(held, 0) AS held, coalesce(due_at <= now(), false) AS is_due
FROM (SELECT CAST(:user_id AS uuid) AS user_id) AS the
  LEFT JOIN task_record.credit_accounts USING (user_id) LEFT JOIN LATERAL (
  SELECT available, held FROM task_record.credit_entries WHERE user_id = :user_id ORDER BY number DESC LIMIT 1
) AS last ON true
""",
    DueBalance,
)
BALANCES = Statement(
    "credit_balances",
    """
SELECT user_id, available, held, coalesce(due_at <= now(), false) AS is_due
FROM task_record.credit_accounts AS account CROSS JOIN LATERAL (
  SELECT available, held FROM task_record.credit_entries AS entry
  WHERE entry.user_id = account.user_id ORDER BY number DESC LIMIT 1
) AS last WHERE user_id = ANY (:ids)
""",
    UserBalance,
)
BALANCE_NOW = Statement(
    "credit_balance_now",
    "SELECT available, held FROM task_record.lock_credits(:user_id)",
    BalanceRow,
)
"""Expires the user's due credits, and returns the balance. The account stays locked until the transaction ends."""
LOCK_ACCOUNTS = Statement(
    "lock_credit_accounts",
    """
WITH locked AS MATERIALIZED (
  SELECT user_id FROM user_task_history WHERE id = ANY (:task_ids) ORDER BY user_id, id FOR NO KEY UPDATE
)
SELECT balance.available, balance.held
FROM (
  SELECT DISTINCT user_id FROM locked JOIN task_record.credit_accounts USING (user_id) ORDER BY user_id
) AS owner, LATERAL task_record.lock_credits(owner.user_id) AS balance
""",
    BalanceRow,
)
"""
Locks the tasks `task_ids`, then their owners' accounts, until the transaction ends, and returns the balances. Both are
locked in the users' order, so that two transactions that change tasks of the same users cannot deadlock.
"""
DUE_ACCOUNTS = Statement(
    "due_credit_accounts",
    """
SELECT user_id FROM task_record.credit_accounts
WHERE due_at <= now() AND user_id <> ALL (CAST(:without AS uuid[])) ORDER BY due_at LIMIT 1000
""",
    UserRow,
)
"""Up to 1,000 users, none `without`, whose credits may be due to expire or to be freed, longest due first."""
EXPIRING = Statement(
    "expiring_credits",
    """
SELECT CAST(coalesce(sum(remaining), 0) AS bigint) FROM task_record.credit_grants
WHERE user_id = :user_id AND remaining > 0 AND expires_at < :before
""",
    NumberRow,
)
GRANT = Statement(
    "grant_credits",
    "SELECT task_record.grant_credits(:id, :user_id, :amount, :expires_at, :reason) AS outcome",
    GrantOutcome,
)
REVOKE = Statement(
    "revoke_credits",
    "SELECT task_record.revoke_credits(:id, :user_id, :reason) AS is_found",
    RevokeOutcome,
)
REVOKED = Statement(
    "revoked_credits",
    """
SELECT CASE WHEN last.kind = 'revoke' AND last.grant_id = :id THEN last.to_issued ELSE 0 END
FROM task_record.credit_grants AS given CROSS JOIN LATERAL (
  SELECT * FROM task_record.credit_entries WHERE user_id = given.user_id ORDER BY number DESC LIMIT 1
) AS last WHERE given.id = :id AND given.revoked_at = now()
""",
    NumberRow,
)
"""The credits that this transaction has revoked of a grant; no row when the grant was revoked before."""
ENTRIES = Statement(
    "find_credit_entries",
    select(*ENTRY_COLUMNS).where(col(LedgerEntry.id) == any_(bindparam("ids", type_=ARRAY(Uuid)))),
    LedgerEntry,
)
"""The entries `ids`, in no particular order."""
WRITTEN_OFF = Statement(
    "written_off_credits",
    """
SELECT -to_written_off FROM task_record.credit_entries
WHERE user_id = :user_id AND task_id = :task_id AND kind = 'settle' ORDER BY number DESC LIMIT 1
""",
    NumberRow,
)
"""What a task that has just completed cost beyond all the credits of its user."""

COLUMNS = SQLModel.metadata.tables["task_record.credit_entries"].c
LISTED_ENTRIES = OrderedRows(
    "credit_entries",
    select(*ENTRY_COLUMNS).where(COLUMNS["user_id"] == bindparam("user_id")),
    LedgerEntry,
    (COLUMNS["number"],),
    ("number", "id"),
)


def credit_entry_list(user_id: UUID) -> KeysetList[LedgerEntry]:
    """The changes to a user's credits, newest first."""
    return KeysetList(LISTED_ENTRIES, "credit entries", {"user_id": user_id})
