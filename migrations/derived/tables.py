"""The SQL derived from the rules of tables: policies, rights, and the erasure and moves of a user's rows."""

from collections.abc import Iterator
from textwrap import fill

from sqlalchemy import Table

from models.table_rules import TableRules, deletion, moved_tables, name_of, policies, ruled_tables
from models.tasks.task_row import SEEN_BY_MEMBERS

RIGHTS = """\
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
REVOKE ALL ON {table} FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON {table} FROM anon;
  END IF;
END $$;
"""
REGISTER_USER = """\
CREATE TRIGGER register_user BEFORE INSERT ON {table}
  FOR EACH ROW {when}EXECUTE FUNCTION task_record.register_user();
"""
DELETE_ROWS_OF = """\
-- Deletes a user's rows for erase_user, which deletes others before and after this.
CREATE OR REPLACE FUNCTION task_record.delete_rows_of(of_user uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  {deletions}
END $$;
REVOKE ALL ON FUNCTION task_record.delete_rows_of FROM PUBLIC;
"""
MOVED_TABLES = """\
-- The tables whose rows are moved with their user, in an order that satisfies foreign keys.
CREATE OR REPLACE FUNCTION task_record.moved_tables() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT ARRAY[
    {names}
  ]
$$;
REVOKE ALL ON FUNCTION task_record.moved_tables FROM PUBLIC;
"""


def grants(table: Table, rules: TableRules) -> dict[str, str]:
    """Return each role's rights on the table in the syntax of GRANT."""
    members = rules.members.format(seen=", ".join(SEEN_BY_MEMBERS))
    return {"authenticated": rules.users, "service_role": rules.service, "board_reader": members}


def rights(table: Table, rules: TableRules) -> Iterator[str]:
    yield RIGHTS.format(table=name_of(table))
    for role, granted in grants(table, rules).items():
        if granted:
            yield fill(f"GRANT {granted} ON {name_of(table)} TO {role};", 120, subsequent_indent="  ") + "\n"


def statements(table: Table, rules: TableRules) -> Iterator[str]:
    name = name_of(table)
    for policy in policies(rules):
        yield f"CREATE POLICY {policy.name} ON {name} {policy.definition};\n"
        if policy.name == "owner":  # `migrate` runs a CREATE with the statements that follow it
            yield from rights(table, rules)
    if rules.registers:
        when = "" if rules.registers == "true" else f"WHEN ({rules.registers}) "
        yield REGISTER_USER.format(table=name, when=when)


def table_files() -> dict[str, str]:
    """Return the policies and rights of each table."""
    return {f"tables/{table.name}.sql": "".join(statements(table, rules)) for table, rules in ruled_tables()}


def deletions() -> dict[str, str]:
    found = (deletion(table, rules, "of_user") for table, rules in ruled_tables())
    text = DELETE_ROWS_OF.format(deletions="\n  ".join(f"{one};" for one in found if one))
    return {"erasure/delete_rows_of.sql": text}


def arrivals() -> dict[str, str]:
    names = ",\n    ".join(f"'{name_of(table)}'" for table in moved_tables())
    return {"placement/moved_tables.sql": MOVED_TABLES.format(names=names)}
