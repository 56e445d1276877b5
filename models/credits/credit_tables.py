"""The tables of credits. Only functions that run as the owner write them (migrations/sql/credits)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, Text, UniqueConstraint, func, text
from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import ALL, DELETED, NOBODYS, OF_USER, OnMove, TableRules
from models.tasks.task import one_of, values


class CreditEntryKind(StrEnum):
    GRANT = "grant"
    REVOKE = "revoke"
    HOLD = "hold"
    SETTLE = "settle"
    RELEASE = "release"
    EXPIRE = "expire"


class CreditAccount(SQLModel, table=True):
    """A user's account, locked while their credits change. Its deletion deletes all their credits."""

    __tablename__ = "credit_accounts"
    __table_args__ = (
        Index("credit_accounts_due_at_idx", "due_at"),
        TableRules(
            users="SELECT",
            registers="true",
            # Verifies that freed holds balance, while the entries still exist.
            erased=f"SET CONSTRAINTS task_record.check_entry IMMEDIATE;\n  {DELETED}",
            move=OnMove.HELD,
        ).args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    due_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """No grant or hold of the user expires before this time; null when none will."""


class CreditGrant(SQLModel, table=True):
    """Credits that were given to a user in one grant; `remaining` ones are neither held nor spent."""

    __tablename__ = "credit_grants"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("remaining >= 0 AND remaining <= amount", name="remaining"),
        Index("credit_grants_user_id_idx", "user_id"),
        Index(
            "credit_grants_user_id_expires_at_created_at_id_idx",
            "user_id",
            "expires_at",
            "created_at",
            "id",
            postgresql_where=text("remaining > 0"),
        ),
        TableRules(users="SELECT", along=OF_USER).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="task_record.credit_accounts.user_id", ondelete="CASCADE")
    amount: int = Field(sa_type=BigInteger)
    remaining: int = Field(sa_type=BigInteger)
    expires_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    reason: str = Field(max_length=200)
    revoked_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})


class CreditHold(SQLModel, table=True):
    """The credits of a grant that are held for a task that has not ended."""

    __tablename__ = "credit_holds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("credit_holds_user_id_expires_at_idx", "user_id", "expires_at"),
        TableRules(users="SELECT", along=OF_USER).args(),
    )

    task_id: UUID = Field(primary_key=True)
    grant_id: UUID = Field(primary_key=True)
    user_id: UUID
    amount: int = Field(sa_type=BigInteger)
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))


class LedgerEntry(SQLModel, table=True):
    """A change to a user's credits, never altered. Its amounts for the six ledger accounts add up to zero."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        CheckConstraint(f"kind IN ({values(CreditEntryKind)})", name="kind"),
        CheckConstraint("available >= 0", name="available"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint(
            "to_issued + to_available + to_held + to_spent + to_expired + to_written_off = 0", name="balanced"
        ),
        TableRules(users="SELECT", along=OF_USER).args(),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    user_id: UUID
    number: int
    """From 1, for each user."""
    kind: str = Field(sa_type=one_of(CreditEntryKind, 20))
    to_issued: int = Field(sa_type=BigInteger)
    """Negative when credits were given, positive when they were revoked."""
    to_available: int = Field(sa_type=BigInteger)
    """By how much `available` changed."""
    to_held: int = Field(sa_type=BigInteger)
    to_spent: int = Field(sa_type=BigInteger)
    to_expired: int = Field(sa_type=BigInteger)
    to_written_off: int = Field(sa_type=BigInteger)
    """Negative by what a completed task cost beyond all the credits of its user."""
    available: int = Field(sa_type=BigInteger)
    """The credits that the user could spend after the change."""
    held: int = Field(sa_type=BigInteger)
    """The credits held for the user's tasks after the change."""
    task_id: UUID | None
    grant_id: UUID | None
    reason: str | None = Field(max_length=200)
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.clock_timestamp()}
    )


class CreditWarning(SQLModel, table=True):
    """The warning level of a plan, from the servers' PLANS_FILE; the plan '' stands for users without one."""

    __tablename__ = "credit_warnings"
    # Servers write it from their plans.
    __table_args__ = TableRules(whose=NOBODYS, service=ALL, is_backed_up=False).args()

    plan: str = Field(primary_key=True, sa_type=Text)
    below: int = Field(sa_type=BigInteger)


SET_WARNINGS = Statement(
    "set_credit_warnings",
    """
WITH given AS (
  SELECT * FROM unnest(CAST(:plans AS text[]), CAST(:levels AS bigint[])) AS given (plan, below)
), gone AS (
  DELETE FROM task_record.credit_warnings WHERE plan NOT IN (SELECT plan FROM given)
)
INSERT INTO task_record.credit_warnings AS known SELECT plan, below FROM given
ON CONFLICT (plan) DO UPDATE SET below = excluded.below WHERE known.below <> excluded.below
""",
    NoRow,
)
"""Replaces all levels with the `levels` of the `plans`."""
