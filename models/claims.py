"""The role and the claims under which PostgreSQL runs a statement. Its row-level security compares rows with them."""

from functools import lru_cache
from typing import Literal
from uuid import UUID

DatabaseRole = Literal["authenticated", "service_role", "board_reader", "none"]
"""
`board_reader` reads rows on the boards where a user is a member. `none` is the login role itself, which may read data
about the database, and no rows of users.
"""
NOBODY = UUID(int=0)
"""The caller's id in statements that the server itself runs, for no user."""
ONLY_READ, ALSO_WRITE = (f"SET default_transaction_read_only = {setting}" for setting in ("on", "off"))
"""Whether statements outside a transaction may write."""
AS_USERS = f"SET ROLE authenticated; {ONLY_READ}"
"""Makes a connection act as `authenticated`, read-only, until a transaction changes the role. It sees no rows."""


OF_ROLE: dict[DatabaseRole, str] = {"board_reader": "; SET LOCAL enable_bitmapscan = off"}
"""
Additional settings for a role. PostgreSQL does not know how many rows a board has. Where most boards have few, it would
read a large one into a bitmap, and sort it for a page that an index has in order.
"""


def claims_of(user_id: UUID, role: DatabaseRole) -> str:
    """The caller's claims, as in a token, in JSON. A UUID and one of our roles need no quoting."""
    return f'{{"sub": "{user_id}", "role": "{role}"}}'


def begin_query(user_id: UUID, role: DatabaseRole, mode: str) -> str:
    """The query that begins a transaction in `mode` and sets its role and claims, in one round trip."""
    claims = f"SET LOCAL request.jwt.claims = '{claims_of(user_id, role)}'"
    return f"BEGIN {mode}; SET LOCAL ROLE {role}; {claims}{OF_ROLE.get(role, '')}"


@lru_cache(maxsize=1000)
def with_claims(text: str, parameters: int) -> str:
    """
    Return a read-only statement that sets its own claims, only for itself. They are its last argument, after those for
    the `parameters` of `text`. This takes one round trip, where a transaction takes three. The claims must be set
    before rows are read, or policies would hide the rows.
    """
    return evaluate_first(f"set_config('request.jwt.claims', ${parameters + 1}, true)", text)


def evaluate_first(expression: str, text: str) -> str:
    """
    Return a read-only statement that evaluates `expression` before it reads rows, in each plan that PostgreSQL may
    choose. The rows refer to the row that holds the value, so only a nested loop with the value outside can join them.
    `OFFSET 0` prevents the planner from merging the two, and a call of `set_config` rules out a parallel plan.
    """
    value = f"(SELECT {expression} AS value) AS first"
    found = f"(SELECT statement.* FROM ({text}) AS statement WHERE value IS NOT NULL OFFSET 0) AS found"  # noqa: S608
    return f"SELECT found.* FROM {value} CROSS JOIN LATERAL {found}"  # noqa: S608
