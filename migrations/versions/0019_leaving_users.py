"""The totals over all users are counted while one of them is moved or erased."""

from migrations.sql import execute, redefined, text_of

revision = "0019"
down_revision = "0018"

WAIT = "PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));"
CHANGED = {
    "erase_user(uuid)": {f"{WAIT} -- before the user, as count_changes does": "PERFORM task_record.leave(of_user);"},
    # All are counted anew while nobody leaves.
    "count_overall()": {WAIT: f"PERFORM pg_advisory_xact_lock(hashtext('task_record leaving'));\n  {WAIT}"},
    # What waits to be counted of those who are leaving is left for later: they are the ones who hold this lock.
    "count_changes()": {
        "  counted integer;": "  counted integer;\n  leaving integer[];",
        WAIT: f"""{WAIT}
  leaving := ARRAY(
    SELECT objid::integer FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = hashtext('task_record leaving')::oid
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  );""",
        "SELECT ctid FROM task_record.overall_changes": """
      SELECT ctid FROM task_record.overall_changes WHERE hashtext(user_id::text) <> ALL (leaving)""",
    },
}
"""By function, what takes the place of which text."""


def upgrade() -> None:
    execute(text_of("0019/leave.sql") + "".join(redefined(function, texts) for function, texts in CHANGED.items()))
