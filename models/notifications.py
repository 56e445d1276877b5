"""
What transactions note for all server processes, in rows that commit with the change (migrations/sql/0015): it is sent
after the commit, by whichever process comes first.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Interval, Text, bindparam, text

from models.statement import NoRow, Statement

KEPT = timedelta(minutes=10)
"""For how long what has been sent can be told to those who did not hear it."""
WRITING = "READ WRITE; SET LOCAL task_record.sends_notifications = 'on'"
"""
What begins a transaction whose process sends what it notes. PostgreSQL itself sends what others note who set claims:
servers of a version before 0015, which may run beside this one while all are replaced.
"""
SENDING = "SET ROLE service_role; SET synchronous_commit = off"
"""
What a connection is told before it sends. It waits for no flush of the log: should PostgreSQL crash before that, it is
sent again.
"""
SEND = "SELECT task_record.send_notifications()"
"""Sends what has committed and is not sent: a transaction of its own."""


class MissedMessage(NamedTuple):
    message: str


MISSED = Statement(
    "missed_notifications",
    text("SELECT message FROM task_record.missed_notifications(:channel, :past) AS message").bindparams(
        bindparam("channel", type_=Text), bindparam("past", type_=Interval)
    ),
    MissedMessage,
)
"""What has been noted for a channel in the `past`, KEPT at most, in its order."""
FORGET = Statement(
    "forget_notifications",
    text("SELECT task_record.forget_notifications(:kept)").bindparams(bindparam("kept", KEPT, type_=Interval)),
    NoRow,
)
"""Removes what was sent longer ago than KEPT."""
