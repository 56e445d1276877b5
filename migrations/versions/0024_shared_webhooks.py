"""A database that is made from nothing lacks the webhooks of all users, which others may have, and says so."""

from migrations.sql import execute

revision = "0024"
down_revision = "0023"

LACKS = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM public.user_task_history) AND NOT EXISTS (SELECT FROM task_record.webhooks) THEN
    COMMENT ON INDEX task_record.webhooks_all_users_idx IS 'Those of other databases are yet to be copied here.';
  END IF;
END $$"""


def upgrade() -> None:
    execute(LACKS)
