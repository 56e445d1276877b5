"""
The rules of a table, declared with it in `info`: whose its rows are, who may do what with them, and what happens when
their user is erased or moved. From them follow policies and rights, the deletions of an erasure, the tables of a move,
and the verification by `check`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, NamedTuple

from sqlalchemy import Column, MetaData, Table, Uuid, event
from sqlalchemy.schema import sort_tables
from sqlalchemy.types import UserDefinedType
from sqlmodel import SQLModel

import models

# PostgreSQL's own default names, which tables older than this server have too.
SQLModel.metadata.naming_convention = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}

users = Table("users", SQLModel.metadata, Column("id", Uuid, primary_key=True), schema="auth")
"""The users that other tables refer to."""
ALL = "SELECT, INSERT, UPDATE, DELETE"
NOBODYS = ""
OF_USER = "user_id = {user}"
OF_BOARD = "board_id IN (SELECT id FROM task_record.boards WHERE user_id = {user})"
DELETED = "DELETE FROM {table} WHERE {whose}"
OWN = "(SELECT auth.uid()) = user_id"
WRITTEN = f"{OWN} AND (SELECT session_user) <> 'authenticator'"
"""
The condition on a user's own rows for writing. It excludes Supabase's Data API, whose sessions belong to
`authenticator`: only this server may write, for example, what a task cost.
"""
LOCKED_FIRST = (
    *("boards", "board_members", "board_tasks", "board_invitations", "board_usage", "board_months"),
    *("task_sources", "user_task_history"),
    *("credit_accounts", "credit_grants", "credit_entries", "credit_holds"),
    *("user_task_statistics", "user_task_usage", "usage_models", "user_plans", "user_ranking"),
)
"""
The order in which erasures, moves and changes of tasks lock these tables. All other tables follow, by name. Rows that a
foreign key deletes with others come after these where those are HELD, otherwise before them.
"""


class PostgresType(UserDefinedType[Any]):
    """A PostgreSQL type that SQLAlchemy does not know. Alembic does not compare a table with such a column."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return self.name


class OnMove(Enum):
    """What happens to a user's rows when the user is moved away."""

    TAKEN = "they are deleted, and inserted where the user goes"
    HELD = "they are locked and read, and deleted when what goes along with them has been read, too"
    MADE_AGAIN = "they are deleted, and made where the user goes from what arrives there"
    STAYS = "they stay"


@dataclass(frozen=True, kw_only=True)
class TableRules:
    users: str = ""
    """What users may do with their own rows, in the form of GRANT. Empty: only the server may use the table."""
    service: str = "SELECT"
    """What trusted back ends and the server's own work may do with all rows."""
    members: str = ""
    """
    What members of boards may do, as the role `board_reader`. `{seen}` stands for the columns of tasks that they see.
    """
    seen: str = ""
    """The condition on the rows that members see; empty: none."""
    whose: str = OF_USER
    """The condition on a user's rows, which are erased or moved with the user; or NOBODYS."""
    registers: str = ""
    """
    The condition under which a new row registers its user. A user who is first seen in a token needs no registration.
    """
    erased: str | None = None
    """
    The statement that removes a user's rows when the user is erased. None: a DELETE, or nothing for rows with `along`.
    Empty: they are removed in another way.
    """
    move: OnMove = OnMove.TAKEN
    along: str = ""
    """For rows that move along with a HELD row: the condition on those of one user."""
    left: str = DELETED
    """The statement that removes HELD or MADE_AGAIN rows from the database that the user leaves."""
    is_backed_up: bool = True

    def args(self, schema: str | None = "task_record") -> dict[str, Any]:
        """The arguments of a table with these rules."""
        return {"schema": schema, "info": {"rules": self}}


@event.listens_for(Table, "after_parent_attach")
def refuse_without_rules(table: Table, metadata: MetaData) -> None:
    if metadata is SQLModel.metadata and "rules" not in table.info:
        raise TypeError(f"The table {name_of(table)} has no TableRules: put TableRules(…).args() into its arguments.")


def name_of(table: Table) -> str:
    return f"{table.schema or 'public'}.{table.name}"


def ruled_tables() -> list[tuple[Table, TableRules]]:
    """All tables with their rules, in the order in which transactions lock them."""
    import_tables()

    def place(table: Table) -> tuple[int, str]:
        first = LOCKED_FIRST.index(table.name) if table.name in LOCKED_FIRST else len(LOCKED_FIRST)
        return first, table.name

    tables = sorted((table for table in SQLModel.metadata.tables.values() if table.schema != "auth"), key=place)
    return [(table, table.info["rules"]) for table in tables]


@lru_cache
def import_tables() -> None:
    """Import all modules of `models`, which adds their tables to the metadata."""
    for module in walk_packages(models.__path__, "models."):
        import_module(module.name)


def deletion(table: Table, rules: TableRules, user: str) -> str:
    """The statement that removes a user's rows when the user is erased; empty if another way removes them."""
    default = DELETED if rules.whose and not rules.along else ""
    return filled(table, rules, default if rules.erased is None else rules.erased, user)


def filled(table: Table, rules: TableRules, statement: str, user: str) -> str:
    """The statement with `{table}`, `{whose}` and `{user}` filled in."""
    return statement.format(table=name_of(table), whose=rules.whose.format(user=user), user=user)


def is_moved(rules: TableRules) -> bool:
    return bool(rules.whose) and rules.move in (OnMove.TAKEN, OnMove.HELD)


def moved_tables() -> list[Table]:
    """
    The tables whose rows are moved with their user, in an order in which they can be inserted. It is the reverse of
    locking, except that a table comes after those that it refers to. So names of models come before the tasks, whose
    trigger would add missing names.
    """
    moved = [table for table, rules in ruled_tables() if is_moved(rules)]
    return sort_tables(moved[::-1])


def on_boards(column: str, *, only_owned: bool = False) -> str:
    """
    The condition that the column is a board where the caller is a member, or an owner.

    The boards are hashed once for each statement; `= ANY (array)` would compare each row with each board. `coalesce` is
    true, and never evaluated: the check of servers of 2ef89a87 looks for its text.
    """
    boards = f"task_record.caller_boards({str(only_owned).lower()})"
    return f"{column} IN (SELECT unnest({boards}))\n    AND coalesce(true, {column} = ANY ((SELECT {boards})::uuid[]))"


class TablePolicy(NamedTuple):
    name: str
    command: str
    """PostgreSQL's letter: `r` SELECT, `a` INSERT, `w` UPDATE, `d` DELETE, `*` all of them."""
    role: str | None
    """None for the owner of the tables."""
    definition: str


def policies(rules: TableRules) -> Iterator[TablePolicy]:
    """The policies of a table: which rows a role sees and writes, as far as it has rights on the table."""
    yield TablePolicy("owner", "*", None, "TO CURRENT_USER USING (true) WITH CHECK (true)")
    yield TablePolicy("service", "*", "service_role", "TO service_role USING (true) WITH CHECK (true)")
    if rules.users:
        using, check = f"\n  USING ({WRITTEN})", f"\n  WITH CHECK ({WRITTEN})"
        yield TablePolicy("own_select", "r", "authenticated", f"FOR SELECT TO authenticated\n  USING ({OWN})")
        yield TablePolicy("own_insert", "a", "authenticated", f"FOR INSERT TO authenticated{check}")
        yield TablePolicy("own_update", "w", "authenticated", f"FOR UPDATE TO authenticated{using}{check}")
        yield TablePolicy("own_delete", "d", "authenticated", f"FOR DELETE TO authenticated{using}")
    if rules.seen:
        yield TablePolicy("board_select", "r", "board_reader", f"FOR SELECT TO board_reader\n  USING ({rules.seen})")
