"""The database has exactly the declared tables, columns, policies and rights."""

import re
from typing import get_origin

import asyncpg
import pytest
from sqlmodel import Field, SQLModel

from migrations.derived.tables import grants
from models.table_rules import LOCKED_FIRST, name_of, policies, ruled_tables
from tests.models.columns import annotations_of

OTHERS = ("alembic_version", "pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
"""Tables that Alembic and PgQueuer look after themselves."""
OURS = f"""(relnamespace = 'task_record'::regnamespace AND relname <> ALL ('{{{",".join(OTHERS)}}}')
  OR pg_class.oid IN ('public.user_task_history'::regclass, 'public.user_task_statistics'::regclass))
  AND relkind IN ('r', 'p')"""
COLUMNS = f"""
SELECT nspname || '.' || relname, array_agg(attname::text), bool_and(relrowsecurity AND relforcerowsecurity)
FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = pg_class.oid
WHERE {OURS} AND attnum > 0 AND NOT attisdropped GROUP BY 1"""
RIGHTS = f"""
SELECT nspname || '.' || relname, coalesce(rolname, 'PUBLIC'), privilege_type, of.attname
FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace, LATERAL (
  SELECT relacl AS acl, NULL AS attname
  UNION ALL
  SELECT attacl, attname::text FROM pg_attribute WHERE attrelid = pg_class.oid AND NOT attisdropped
) AS of, aclexplode(acl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
WHERE {OURS} AND grantee <> relowner"""
POLICIES = f"""
SELECT nspname || '.' || relname, polname::text, polcmd::text,
  nullif(pg_get_userbyid(polroles[1]), relowner::regrole::text)
FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid JOIN pg_namespace AS n ON n.oid = relnamespace WHERE {OURS}"""
RIGHT = re.compile(r"([A-Z]+)(?: \(([^)]*)\))?")
TABLES = ruled_tables()
BITS = ("features", "ngram_bitmap")
"""Columns of prompts whose values SQL makes and reads: no Python does."""


async def test_each_table_and_column_is_declared_and_row_level_security_forced(database: asyncpg.Connection) -> None:
    found = await database.fetch(COLUMNS)
    assert [name for name, _, is_forced in found if not is_forced] == []
    assert {name: {*columns} for name, columns, _ in found} == {
        name_of(table): {column.name for column in table.columns} for table, _ in TABLES
    }


def test_an_annotation_is_what_asyncpg_returns() -> None:
    """The rows of a statement may be typed by a table's class: an enum is annotated as the string that a row holds."""
    classes = [kind for kind in SQLModel.__subclasses__() if hasattr(kind, "__table__")]
    assert len(classes) > 25
    for kind in classes:
        columns = annotations_of(kind.__table__.fullname)
        said = {name: field.annotation for name, field in kind.model_fields.items()}
        bare = {name: list if get_origin(one) is list else one for name, one in said.items() if name not in BITS}
        assert bare == {name: columns[name] for name in bare}, kind


async def test_rights_are_those_that_are_declared(database: asyncpg.Connection) -> None:
    declared = {
        (name_of(table), role, right, column)
        for table, rules in TABLES
        for role, granted in grants(table, rules).items()
        for right, columns in RIGHT.findall(granted)
        for column in (columns.split(", ") if columns else [None])
    }
    assert {tuple(row) for row in await database.fetch(RIGHTS)} == declared


async def test_policies_are_those_that_are_declared(database: asyncpg.Connection) -> None:
    """`check` compares their conditions; they are installed from the same text."""
    declared = {(name_of(table), *policy[:3]) for table, rules in TABLES for policy in policies(rules)}
    assert {tuple(row) for row in await database.fetch(POLICIES)} == declared


def test_the_order_of_locks_names_tables() -> None:
    assert {*LOCKED_FIRST} <= {table.name for table, _ in TABLES}


def test_a_table_without_rules_is_an_error_when_it_is_declared() -> None:
    with pytest.raises(TypeError, match=r"The table task_record\.forgotten has no TableRules: put TableRules"):

        class Forgotten(SQLModel, table=True):
            __tablename__ = "forgotten"
            __table_args__ = {"schema": "task_record"}

            id: int = Field(primary_key=True)

    assert "task_record.forgotten" not in SQLModel.metadata.tables
