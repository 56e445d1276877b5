"""The function of the time zone has the same text in every database, whatever version created it."""

from migrations.steps import execute

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    execute("""
DO $$ BEGIN
  EXECUTE format('CREATE OR REPLACE FUNCTION task_record.time_zone() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS %L', format('SELECT %L', task_record.time_zone()));
END $$;
""")
