"""Checks that PostgreSQL is set up so that one user never sees another's rows."""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import func, select, text

from models.boards.board_pictures import OWN_ALONE
from models.claims import NOBODY, DatabaseRole
from models.database import Database
from models.statement import Statement
from models.table_rules import name_of, policies, ruled_tables

TABLES_OF_USERS = [name_of(table) for table, rules in ruled_tables() if rules.users]
TABLES_OF_THE_SERVER = [name_of(table) for table, rules in ruled_tables() if not rules.users]
"""Tables that no user may read as `authenticated`, not even rows about themselves."""
READ_BY_MEMBERS = [name_of(table) for table, rules in ruled_tables() if rules.seen]
"""Tables whose rows `board_reader` sees, on boards where the caller is a member."""
EXPECTED = [
    (name_of(table), *policy[:3], " ".join(policy.definition.split()))
    for table, rules in ruled_tables()
    for policy in policies(rules)
]
"""The table, name, command, role and definition of each policy that `migrate` creates."""

# Returns each problem, with its remedy. Policies and rights on tables belong to the version that has migrated the
# database; those of a version later than this server's cannot be checked. `polcmd`: r SELECT, a INSERT, w UPDATE, d
# DELETE, * all of them.
PROBLEMS = """
WITH version AS (
  SELECT version_num = ANY ($9) AS is_known FROM task_record.alembic_version
), tables AS (
  SELECT to_regclass(name) AS oid, name, name = ANY ($1) AS is_of_users FROM unnest($1::text[] || $2::text[]) AS name
), expected AS (
  SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    AS policy (name, polname, polcmd, role, definition)
), policies AS (
  SELECT t.name, p.polname::text, p.polcmd::text, pg_get_userbyid(polroles[1])::text AS role, polpermissive,
    array_length(polroles, 1) = 1 AND CASE
      WHEN p.polname = 'owner' THEN polroles[1] = relowner
      WHEN p.polname = 'service' THEN true
      WHEN p.polname = 'board_select' THEN pg_get_expr(polqual, polrelid) NOT ILIKE '% OR %'
        AND pg_get_expr(polqual, polrelid) LIKE ALL (CASE
          WHEN t.name = 'public.user_task_history' THEN ARRAY['%(deleted_at IS NULL)%', '%(trashed_at IS NULL)%',
            '%placed.task_id = user_task_history.id%']
          ELSE ARRAY['%id IN ( SELECT unnest(task_record.caller_boards('
            || (definition LIKE '%caller_boards(true)%')::text || '))%']
        END)
      ELSE (
        SELECT bool_and(expression LIKE '%( SELECT auth.uid() AS uid) = user_id%' AND expression NOT ILIKE '% OR %'
          AND (p.polcmd = 'r' OR expression ILIKE '%SESSION_USER%<> ''authenticator''%'))
        FROM unnest(ARRAY[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) AS expression
        WHERE expression IS NOT NULL
      )
    END AS right
  FROM tables AS t JOIN pg_class AS c ON c.oid = t.oid JOIN pg_policy AS p ON polrelid = t.oid
    LEFT JOIN expected AS e ON (e.name, e.polname) = (t.name, p.polname)
)
SELECT format('The table %s is missing.', name), './run restore SOURCE, of a backup that has it, into a new database'
FROM tables WHERE oid IS NULL
UNION ALL
SELECT format('Row-level security is not %s on %s.', what, name),
  format('As the owner: ALTER TABLE %s %s ROW LEVEL SECURITY;', name, how)
FROM tables AS t JOIN pg_class AS c ON c.oid = t.oid, LATERAL (
  VALUES ('enabled', 'ENABLE', relrowsecurity), ('forced', 'FORCE', relforcerowsecurity)
) AS security (what, how, is_on)
WHERE NOT is_on
UNION ALL
SELECT format('The policy %s is missing on %s.', e.polname, name),
  format('As the owner: CREATE POLICY %s ON %s %s;', e.polname, name, definition)
FROM version, tables AS t JOIN expected AS e USING (name) LEFT JOIN policies AS p USING (name, polname)
WHERE is_known AND oid IS NOT NULL AND p.polname IS NULL
UNION ALL
SELECT format('The policy %s on %s is not the one that migrate makes.', p.polname, name),
  format('As the owner: DROP POLICY %1$I ON %2$s;', p.polname, name)
    || CASE WHEN e.polname IS NULL THEN '' ELSE format(' CREATE POLICY %s ON %s %s;', e.polname, name, definition) END
FROM version, policies AS p LEFT JOIN expected AS e USING (name, polname)
WHERE is_known
  AND (e.polname IS NULL OR e.polcmd <> p.polcmd OR e.role <> p.role OR p.right IS NOT TRUE OR NOT p.polpermissive)
UNION ALL
SELECT format('The database role %s %s.', session_user, wrong), remedy
FROM pg_roles, LATERAL (VALUES
  ('is a superuser', rolsuper, NULL),
  ('has BYPASSRLS', rolbypassrls, NULL),
  ('owns the tables, or is a member of their owner',
    EXISTS (SELECT FROM tables AS t JOIN pg_class AS c ON c.oid = t.oid
      WHERE pg_has_role(session_user, relowner, 'MEMBER')), NULL),
  ('has rights on the tables without taking a role (it must be NOINHERIT)',
    EXISTS (SELECT FROM tables AS t
      WHERE has_table_privilege(session_user, t.oid, 'SELECT, INSERT, UPDATE, DELETE')),
    coalesce(
      (SELECT format('As the owner: REVOKE ALL ON %s FROM PUBLIC;', string_agg(name, ', ')) FROM tables AS t
        WHERE has_table_privilege('public', t.oid, 'SELECT, INSERT, UPDATE, DELETE')), './run migrate')),
  ('may not take the roles authenticated, service_role and board_reader',
    NOT (pg_has_role(session_user, 'authenticated', 'MEMBER') AND pg_has_role(session_user, 'service_role', 'MEMBER')
      AND pg_has_role(session_user, 'board_reader', 'MEMBER')), './run migrate')
) AS checked (wrong, so, remedy) WHERE rolname = session_user AND so
UNION ALL
SELECT format('The role authenticated %s.', wrong), remedy
FROM version, pg_roles, LATERAL (VALUES
  ('is a superuser or has BYPASSRLS', rolsuper OR rolbypassrls,
    'As a superuser: ALTER ROLE authenticated NOSUPERUSER NOBYPASSRLS;'),
  ('is a member of service_role', pg_has_role(pg_roles.oid, 'service_role', 'MEMBER'),
    'As the owner: REVOKE service_role FROM authenticated;'),
  ('may truncate a table, past its policies',
    EXISTS (SELECT FROM tables AS t WHERE has_table_privilege('authenticated', t.oid, 'TRUNCATE')),
    (SELECT format('As the owner: REVOKE TRUNCATE ON %s FROM authenticated;', string_agg(name, ', '))
      FROM tables AS t WHERE has_table_privilege('authenticated', t.oid, 'TRUNCATE'))),
  ('may read or write a table that is for the server alone',
    is_known AND EXISTS (SELECT FROM tables AS t
      WHERE NOT is_of_users AND has_table_privilege('authenticated', t.oid, 'SELECT, INSERT, UPDATE, DELETE')),
    (SELECT format('As the owner: REVOKE ALL ON %s FROM authenticated;', string_agg(name, ', ')) FROM tables AS t
      WHERE NOT is_of_users AND has_table_privilege('authenticated', t.oid, 'SELECT, INSERT, UPDATE, DELETE'))),
  ('may read a view, past the policies of its tables',
    is_known AND EXISTS (SELECT FROM pg_class AS c
      WHERE relnamespace = to_regnamespace('task_record') AND relkind = 'v'
      AND has_table_privilege('authenticated', c.oid, 'SELECT')),
    (SELECT format('As the owner: REVOKE ALL ON %s FROM authenticated;', string_agg(c.oid::regclass::text, ', '))
      FROM pg_class AS c WHERE relnamespace = to_regnamespace('task_record') AND relkind = 'v'
      AND has_table_privilege('authenticated', c.oid, 'SELECT')))
) AS checked (wrong, so, remedy) WHERE rolname = 'authenticated' AND so
UNION ALL
SELECT format('The role board_reader %s.', wrong), remedy
FROM version, pg_roles, LATERAL (VALUES
  ('is a superuser or has BYPASSRLS', rolsuper OR rolbypassrls,
    'As a superuser: ALTER ROLE board_reader NOSUPERUSER NOBYPASSRLS;'),
  ('is a member of authenticated or service_role',
    pg_has_role(pg_roles.oid, 'authenticated', 'MEMBER') OR pg_has_role(pg_roles.oid, 'service_role', 'MEMBER'),
    'As the owner: REVOKE authenticated, service_role FROM board_reader;'),
  ('may change a table',
    is_known AND EXISTS (SELECT FROM tables AS t
      WHERE has_table_privilege('board_reader', t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')),
    (SELECT format('As the owner: REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM board_reader;',
        string_agg(name, ', '))
      FROM tables AS t WHERE has_table_privilege('board_reader', t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))),
  ('may read of a task what is its user''s alone',
    is_known AND EXISTS (SELECT FROM unnest($8::text[]) AS own
      WHERE has_column_privilege('board_reader', 'public.user_task_history', own, 'SELECT')),
    (SELECT format('As the owner: REVOKE SELECT ON public.user_task_history FROM board_reader;'
        ' GRANT SELECT (%s) ON public.user_task_history TO board_reader;', string_agg(attname, ', ' ORDER BY attnum))
      FROM pg_attribute WHERE attrelid = to_regclass('public.user_task_history') AND attnum > 0 AND NOT attisdropped
      AND attname <> ALL ($8)))
) AS checked (wrong, so, remedy) WHERE rolname = 'board_reader' AND so
"""
OTHER_ROLE = (
    "DATABASE_URL=postgresql://task_record_app:password@host:5432/database, and ./run migrate, which makes that role"
)


class SeenRows(NamedTuple):
    rows: int


def rows_of(tables: Sequence[str]) -> Statement[SeenRows]:
    counts = [select(func.count()).select_from(text(table)).scalar_subquery() for table in tables]
    return Statement("rows_seen", select(reduce(add, counts).label("rows")), SeenRows)


SEEN: dict[DatabaseRole, Statement[SeenRows]] = {
    "authenticated": rows_of(TABLES_OF_USERS),
    # Policies show the rows of these boards. Counting those would evaluate the policies for each row.
    "board_reader": Statement("boards_seen", "SELECT cardinality(task_record.caller_boards(false)) AS rows", SeenRows),
}
"""By role, counts the rows, or the boards, that it sees."""


async def isolation_problems(database: Database, known: Sequence[str]) -> list[tuple[str, str]]:
    """
    Return each problem, with the command, statement or setting that is its remedy. `known`: the versions of the schema
    that this server knows. Takes three statements.
    """
    async with database.transaction(NOBODY, "none", "READ ONLY") as transaction:
        given = (TABLES_OF_USERS, TABLES_OF_THE_SERVER, *zip(*EXPECTED, strict=True), OWN_ALONE, known)
        found = await transaction.connection.fetch(PROBLEMS, *given)
    if found:
        return [(what, remedy or OTHER_ROLE) for what, remedy in found]
    if any([(await database.rows(seen.bind(), uuid4(), role))[0].rows for role, seen in SEEN.items()]):
        return [
            (
                "A user who has recorded nothing sees rows.",
                "As the owner: the function auth.uid(), as migrations/baseline/auth.sql makes it",
            )
        ]
    return []
