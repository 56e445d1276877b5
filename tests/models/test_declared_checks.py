"""The CHECK constraints of the database are those that the models declare. Those of tasks are a function."""

import re

import asyncpg
from sqlalchemy import CheckConstraint, Table
from sqlalchemy.schema import AddConstraint

from models.statement import DIALECT
from models.table_rules import ruled_tables
from models.tasks.task_table import TASK_TABLE

DEFINED = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE conrelid = $1::regclass AND contype = 'c'"""


async def test_the_database_checks_what_the_models_declare(database: asyncpg.Connection) -> None:
    tables = [table for table, _ in ruled_tables() if table is not TASK_TABLE]
    in_database = {str(table): await defined(database, str(table)) for table in tables}
    declared = {str(table): await as_declared(database, table) for table in tables}
    assert declared == in_database


async def as_declared(database: asyncpg.Connection, table: Table) -> dict[str, list[str]]:
    """The constraints as PostgreSQL writes those that the model declares, which it has for the moment."""
    transaction = database.transaction()
    await transaction.start()
    await database.execute(f"CREATE TEMPORARY TABLE declared (LIKE {table})")
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            text = str(AddConstraint(constraint).compile(dialect=DIALECT))
            await database.execute(text.replace(f"ALTER TABLE {table} ", "ALTER TABLE declared "))
    found = await defined(database, "declared")
    await transaction.rollback()
    return found


async def defined(database: asyncpg.Connection, table: str) -> dict[str, list[str]]:
    """By name, the words and signs of each constraint, whatever the order of its conditions."""
    return {name: sorted(re.findall(r"\w+|\S", text)) for name, text in await database.fetch(DEFINED, table)}
