"""As whom PostgreSQL takes a statement: the role, and the claims that its policies compare rows with."""

from functools import lru_cache
from typing import Literal
from uuid import UUID

DatabaseRole = Literal["authenticated", "service_role", "none"]
"""`none` is the login role itself, which may read what is about the database and is no user's."""
AS_USERS = "SET ROLE authenticated; SET default_transaction_read_only = on"
"""
Has a connection act as `authenticated` until a transaction takes another role, and only read. It has no claims, so
nothing is seen.
"""


def claims_of(user_id: UUID, role: DatabaseRole) -> str:
    """What a token would say of the caller. Nothing in it needs quoting: a UUID, and a role of ours."""
    return f'{{"sub": "{user_id}", "role": "{role}"}}'


def beginning(user_id: UUID, role: DatabaseRole, mode: str) -> str:
    """What begins a transaction with role and claims of its own, in one message."""
    return f"BEGIN {mode}; SET LOCAL ROLE {role}; SET LOCAL request.jwt.claims = '{claims_of(user_id, role)}'"


def routed(message: str, route: str) -> list[str]:
    """
    The messages that begin the same transaction where a router stands before several databases: it is told whose it is
    right after `BEGIN`, with the other settings; PgDog refuses `BEGIN` and `SET` in one message.
    """
    begin, settings = message.split("; ", 1)
    return [begin, f"{route}; {settings}"]


@lru_cache(maxsize=1000)
def claiming(text: str, arguments: int) -> str:
    """
    A statement that only reads, as one that sets its claims itself, for itself alone: they are its last argument, after
    the `arguments` of `text`. So one message is enough, where a transaction takes three. Were the claims not set first,
    nothing would be seen.
    """
    return after(f"set_config('request.jwt.claims', ${arguments + 1}, true)", text)


def after(first: str, text: str) -> str:
    """
    A statement that only reads, whose rows come after this expression, whatever PostgreSQL plans. They are joined to
    the row that holds its value and refer to it, which only a nested loop can do, the value outside; `OFFSET 0` keeps
    the planner from merging the two; and what calls `set_config` has no parallel plan.
    """
    value = f"(SELECT {first} AS value) AS first"
    found = f"(SELECT statement.* FROM ({text}) AS statement WHERE value IS NOT NULL OFFSET 0) AS found"  # noqa: S608
    return f"SELECT found.* FROM {value} CROSS JOIN LATERAL {found}"  # noqa: S608
