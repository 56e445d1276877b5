"""The subjects of users whose ids are made from them, since the subjects are not UUIDs."""

from migrations.steps import execute

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    execute("""
CREATE TABLE task_record.user_subjects (
  user_id UUID PRIMARY KEY REFERENCES auth.users(id) ON DELETE CASCADE,
  subject VARCHAR(255) NOT NULL
);
""")
