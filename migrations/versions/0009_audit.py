"""What administrators, back ends and the clean-up did, each an entry that nobody changes or removes."""

from migrations.sql import enclosed, execute, text_of

revision = "0009"
down_revision = "0008"

# When it was done is not for the one to say who did it.
RIGHTS = "SELECT, INSERT (actor_id, action, user_id, count, detail)"


def upgrade() -> None:
    execute(text_of("0009/audit_entries.sql") + enclosed(RIGHTS, "task_record.audit_entries"))
