"""
Notifications to all server processes. A transaction writes them as rows that commit with its change, for example in
migrations/sql/tasks/notify_inserted.sql. After the commit, the first process that finds them sends them.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, DateTime, Identity, Table, Text, func
from sqlmodel import SQLModel

from models.statement import NoRow, Statement
from models.table_rules import NOBODYS, PostgresType, TableRules

notifications = Table(
    "notifications",
    SQLModel.metadata,
    Column("transaction", PostgresType("xid8"), primary_key=True, server_default=func.pg_current_xact_id()),
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("message", Text, nullable=False),
    **TableRules(whose=NOBODYS, is_backed_up=False).args(),  # they refer to transactions of this cluster
)
deliveries = Table(
    "deliveries",
    SQLModel.metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("snapshot", PostgresType("pg_snapshot"), nullable=False),
    Column("delivered_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    **TableRules(whose=NOBODYS, is_backed_up=False).args(),
)
"""The sendings. Each has sent everything that was committed in its snapshot."""

RETAINED = timedelta(minutes=10)
"""How long sent notifications are retained, for processes that missed them."""
WRITING = "READ WRITE"
"""The mode of a transaction that writes, and so may leave notifications to send."""
SENDING = "SET ROLE service_role; SET synchronous_commit = off"
"""
Sets up the connection that sends. It does not wait for a flush of the write-ahead log: if PostgreSQL crashes before the
flush, the notifications are sent again.
"""
SEND = "SELECT task_record.send_notifications()"
"""Sends all committed notifications that are not sent yet. It must be a transaction of its own."""


class MissedMessage(NamedTuple):
    message: str


MISSED = Statement(
    "missed_notifications",
    "SELECT message FROM task_record.missed_notifications(:channel, :past) AS message",
    MissedMessage,
)
"""The notifications on a channel in the interval `past`, at most RETAINED, in the order in which they were written."""
FORGET = Statement(
    "forget_notifications",
    "SELECT task_record.forget_notifications(:kept)",
    NoRow,
    kept=RETAINED,
)
"""Deletes notifications that were sent longer ago than RETAINED."""
