"""What the tables of `models/` declare of their values is what the database checks."""

import asyncpg
from sqlalchemy import CheckConstraint, Table
from sqlmodel import SQLModel

from models.statement import DIALECT
from server.settings.settings import Settings
from tests.models.all_statements import statements
from tests.models.connections import as_owner

CHECKS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'"


async def checks_of(owner: asyncpg.Connection, table: str) -> set[str]:
    return {check for (check,) in await owner.fetch(CHECKS, table)}


async def declared_checks(owner: asyncpg.Connection, table: Table) -> set[str]:
    """Return the checks that the table declares, in the words of PostgreSQL."""
    await owner.execute(f"CREATE TEMPORARY TABLE declared (LIKE {table.fullname}) ON COMMIT DROP")
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            check = constraint.sqltext.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})
            await owner.execute(f"ALTER TABLE declared ADD CHECK ({check})")
    return await checks_of(owner, "declared")


async def test_checks_are_those_that_the_models_declare(settings: Settings) -> None:
    assert [*statements()], "all models are imported"
    async with as_owner(settings) as owner:
        for table in SQLModel.metadata.tables.values():
            if await owner.fetchval("SELECT to_regclass($1)", table.fullname):
                async with owner.transaction():
                    assert await declared_checks(owner, table) == await checks_of(owner, table.fullname), table.fullname
