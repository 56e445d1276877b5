"""Users claim and name objects of their own alone, and have no function of the server's run on a table of theirs."""

from alembic import op

from migrations.patience import BRIEFLY
from migrations.sql import execute, step, text_of

revision = "0025"
down_revision = "0024"

CLAIMS = "task_record.image_uploads"
OWN = """task_record.owns(user_id, task_id, key)
  OR key = 'uploads/' || user_id::text || '/' || task_id::text || '/' || id::text"""
CONSTRAIN = f"""{BRIEFLY};
ALTER TABLE {CLAIMS} DROP CONSTRAINT IF EXISTS image_uploads_key_check,
  ADD CONSTRAINT image_uploads_key_check CHECK ({OWN}) NOT VALID;"""
FORGET = f"""SET LOCAL task_record.moving = 'on'; DELETE FROM {CLAIMS} WHERE NOT ({OWN});
ALTER TABLE {CLAIMS} VALIDATE CONSTRAINT image_uploads_key_check;"""
"""A claim on what is not the user's is forgotten like one of a user who is moved: its object stays."""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        step(CONSTRAIN)
        step(FORGET)
    execute(text_of("lock_tasks.sql") + text_of("0025/own_objects.sql"))
