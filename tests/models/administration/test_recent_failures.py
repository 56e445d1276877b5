"""Failures that were found in several databases are added up, each user's once."""

from datetime import UTC, datetime
from uuid import UUID

from models.administration.recent_failures import USERS, FailureRow, add_failures

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def failures(numbers: range) -> FailureRow:
    """Tasks that failed alike: of each of these users so many as their number."""
    ids = [UUID(int=number) for number in reversed(numbers)]
    counts = list(reversed(numbers))
    return FailureRow(
        None, "no", "m-1", sum(numbers), len(numbers), NOW, UUID(int=0), ids[0], ids[:USERS], counts[:USERS]
    )


def test_users_with_most_failures_are_named() -> None:
    here, there = failures(range(1, 30, 2)), failures(range(2, 31, 2))
    [added] = add_failures([here, there])
    assert (added.tasks, added.users) == (sum(range(1, 31)), 30)
    assert [user.tasks for user in added.failing_users] == list(range(30, 30 - USERS, -1))
    assert [user.user_id.int for user in added.failing_users] == added.user_tasks
