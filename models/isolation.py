"""Whether PostgreSQL is set up so that one user never sees another's rows, found out from PostgreSQL itself."""

from functools import reduce
from operator import add
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import func, select, text

from models.database import Database
from models.statement import Statement

TABLES_OF_USERS = [
    "public.user_task_history",
    "public.user_task_statistics",
    "task_record.image_uploads",
    "task_record.user_task_usage",
    "task_record.usage_models",
    "task_record.credit_accounts",
    "task_record.credit_grants",
    "task_record.credit_holds",
    "task_record.credit_entries",
    "task_record.task_sources",
    "task_record.user_plans",
    "task_record.exports",
]
TABLES_OF_THE_SERVER = [
    "task_record.audit_entries",
    "task_record.overall_changes",
    "task_record.overall_statistics",
    "task_record.overall_count",
    "task_record.user_ranking",
    "task_record.erasures",
]
"""What no user sees, whosever it is."""

# A sentence for each thing that is wrong. `polcmd`: r SELECT, a INSERT, w UPDATE, d DELETE, * all of them.
PROBLEMS = """
WITH tables AS (
  SELECT to_regclass(name) AS oid, name, name = ANY ($1) AS is_of_users FROM unnest($1::text[] || $2::text[]) AS name
), expected (polname, polcmd, role) AS (
  VALUES ('own_select', 'r', 'authenticated'), ('own_insert', 'a', 'authenticated'),
         ('own_update', 'w', 'authenticated'), ('own_delete', 'd', 'authenticated'),
         ('service', '*', 'service_role'), ('owner', '*', NULL)
), policies AS (
  SELECT name, is_of_users, polname::text, polcmd::text, pg_get_userbyid(polroles[1])::text AS role, polpermissive,
    array_length(polroles, 1) = 1 AND CASE
      WHEN polname = 'owner' THEN polroles[1] = relowner
      WHEN polname = 'service' THEN true
      ELSE (
        SELECT bool_and(expression LIKE '%( SELECT auth.uid() AS uid) = user_id%' AND expression NOT ILIKE '% OR %'
          AND (polcmd = 'r' OR expression ILIKE '%SESSION_USER%<> ''authenticator''%'))
        FROM unnest(ARRAY[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) AS expression
        WHERE expression IS NOT NULL
      )
    END AS right
  FROM tables AS t JOIN pg_class AS c ON c.oid = t.oid JOIN pg_policy ON polrelid = t.oid
)
SELECT format('The table %s is missing. Run migrate.', name) FROM tables WHERE oid IS NULL
UNION ALL
SELECT format('Row-level security is not %1$s on %2$s. ALTER TABLE %2$s %3$s ROW LEVEL SECURITY.', what, name, how)
FROM tables AS t JOIN pg_class AS c ON c.oid = t.oid, LATERAL (
  VALUES ('enabled', 'ENABLE', relrowsecurity), ('forced', 'FORCE', relforcerowsecurity)
) AS security (what, how, is_on)
WHERE NOT is_on
UNION ALL
SELECT format('The policy %s is missing on %s. migrations/sql/%s makes it.', e.polname, name,
  CASE WHEN e.role = 'authenticated' THEN 'isolate.sql' ELSE 'enclose.sql' END)
FROM tables AS t JOIN expected AS e ON is_of_users OR e.role IS DISTINCT FROM 'authenticated'
  LEFT JOIN policies AS p USING (name, polname)
WHERE oid IS NOT NULL AND p.polname IS NULL
UNION ALL
SELECT format('The policy %s on %s is not the one that migrations/sql/isolate.sql makes.', p.polname, name)
FROM policies AS p LEFT JOIN expected AS e
  ON e.polname = p.polname AND (is_of_users OR e.role IS DISTINCT FROM 'authenticated')
WHERE e.polname IS NULL OR e.polcmd <> p.polcmd OR e.role <> p.role OR p.right IS NOT TRUE OR NOT p.polpermissive
UNION ALL
SELECT format('The database role %s %s. Connect as a role of its own, made by migrate.', session_user, wrong)
FROM pg_roles, LATERAL (VALUES
  ('is a superuser', rolsuper),
  ('has BYPASSRLS', rolbypassrls),
  ('owns the tables, or is a member of their owner',
    EXISTS (SELECT FROM tables AS t JOIN pg_class AS c ON c.oid = t.oid
      WHERE pg_has_role(session_user, relowner, 'MEMBER'))),
  ('has rights on the tables without taking a role (it must be NOINHERIT)',
    EXISTS (SELECT FROM tables AS t
      WHERE has_table_privilege(session_user, t.oid, 'SELECT, INSERT, UPDATE, DELETE'))),
  ('may not take the roles authenticated and service_role',
    NOT (pg_has_role(session_user, 'authenticated', 'MEMBER')
      AND pg_has_role(session_user, 'service_role', 'MEMBER')))
) AS checked (wrong, so) WHERE rolname = session_user AND so
UNION ALL
SELECT format('The role authenticated %s.', wrong)
FROM pg_roles, LATERAL (VALUES
  ('is a superuser or has BYPASSRLS', rolsuper OR rolbypassrls),
  ('is a member of service_role', pg_has_role(pg_roles.oid, 'service_role', 'MEMBER')),
  ('may truncate a table, past its policies',
    EXISTS (SELECT FROM tables AS t WHERE has_table_privilege('authenticated', t.oid, 'TRUNCATE'))),
  ('may read or write a table that is for the server alone',
    EXISTS (SELECT FROM tables AS t
      WHERE NOT is_of_users AND has_table_privilege('authenticated', t.oid, 'SELECT, INSERT, UPDATE, DELETE'))),
  ('may read a view, past the policies of its tables',
    EXISTS (SELECT FROM pg_class AS c WHERE relnamespace = to_regnamespace('task_record') AND relkind = 'v'
      AND has_table_privilege('authenticated', c.oid, 'SELECT')))
) AS checked (wrong, so) WHERE rolname = 'authenticated' AND so
"""


class SeenRows(NamedTuple):
    rows: int


COUNTS = [select(func.count()).select_from(text(table)).scalar_subquery() for table in TABLES_OF_USERS]
SEEN = Statement("rows_seen", select(reduce(add, COUNTS).label("rows")), SeenRows)


async def isolation_problems(database: Database) -> list[str]:
    """What is wrong, in sentences that say how to mend it. Two statements at most."""
    async with database.pool.acquire() as connection:
        found = [row[0] for row in await connection.fetch(PROBLEMS, TABLES_OF_USERS, TABLES_OF_THE_SERVER)]
    if found:
        return found
    [seen] = await database.rows(SEEN.bind(), uuid4())
    return ["A user who has recorded nothing sees rows."] if seen.rows else []
