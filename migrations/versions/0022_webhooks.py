"""What happens to tasks and credits is sent to webhooks: noted in the transaction in which it happens."""

from migrations.sql import enclosed, execute, isolated, redefined, text_of

revision = "0022"
down_revision = "0021"

EVENTS = "'task.created', 'task.completed', 'task.failed', 'task.deleted', 'credits.low'"
HOW_ENDED = "CASE status WHEN 'completed' THEN 'task.completed' WHEN 'failed' THEN 'task.failed' END"
CHANGED = {
    "notify_inserted()": (
        "new_tasks",
        f"""SELECT task.*, event.type FROM new_tasks AS task,
        LATERAL (VALUES ('task.created'), ({HOW_ENDED})) AS event (type) WHERE event.type IS NOT NULL""",
    ),
    "notify_updated()": (
        "new_tasks",
        f"""SELECT task.*, CASE WHEN task.deleted_at IS NULL THEN {HOW_ENDED.replace("status", "task.status")}
          ELSE 'task.deleted' END AS type
        FROM new_tasks AS task JOIN old_tasks AS before USING (id)
        WHERE before.deleted_at IS NULL AND (task.deleted_at IS NOT NULL
          OR (before.status IN ('pending', 'processing') AND task.status IN ('completed', 'failed')))""",
    ),
    "notify_deleted()": ("old_tasks", "SELECT *, 'task.deleted' AS type FROM old_tasks WHERE deleted_at IS NULL"),
}
"""By function, the table of what changed, and of which events that is."""
WEBHOOKS, DELIVERIES = "task_record.webhooks", "task_record.webhook_deliveries"
SEEN = "id, user_id, url, events, all_users, created_at, failing_since, disabled_at"
RIGHTS = f"""
REVOKE ALL ON {WEBHOOKS}, {DELIVERIES} FROM PUBLIC, authenticated, service_role;
GRANT SELECT ({SEEN}), INSERT (id, user_id, url, events, secret),
  UPDATE (url, events, secret, failing_since, disabled_at, rests_until), DELETE ON {WEBHOOKS} TO authenticated;
GRANT SELECT, INSERT (webhook_id, user_id, subject_id, type, data), UPDATE (state, failures, next_attempt_at)
  ON {DELIVERIES} TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON {WEBHOOKS}, {DELIVERIES} TO service_role;
"""
"""Users can read no secret, and make no webhook of all users."""
ERASE_TASKS = "DELETE FROM public.user_task_history WHERE user_id = of_user;"
LAST_TABLE = "'task_record.exports']"
POSTED = "  RETURN had;\nEND"


def note_events(table: str, events: str) -> str:
    return text_of("0022/note_events.sql").replace("{table}", table).replace("{events}", events)


def upgrade() -> None:
    execute(
        text_of("0022/tables.sql").replace("{events}", EVENTS)
        + text_of("0022/functions.sql")
        + isolated(WEBHOOKS, DELIVERIES)
        + RIGHTS
        + enclosed("SELECT, INSERT, UPDATE, DELETE", "task_record.credit_warnings")
        + "".join(
            redefined(function, {"  RETURN NULL;\n": note_events(*changed)}) for function, changed in CHANGED.items()
        )
        + redefined(
            "post_credits(task_record.credit_balance, text, uuid, uuid, text, timestamp with time zone,"
            " bigint, bigint, bigint, bigint, bigint, bigint)",
            {
                POSTED: "  IF post_credits.available < 0 THEN\n"
                "    PERFORM task_record.note_low_credits(had, post_credits.available);\n  END IF;\n" + POSTED
            },
        )
        + redefined(
            "erase_user(uuid)", {ERASE_TASKS: f"PERFORM task_record.forget_webhooks(of_user);\n  {ERASE_TASKS}"}
        )
        + redefined(
            "arrive(uuid, integer)",
            {LAST_TABLE: "'task_record.exports', 'task_record.webhooks', 'task_record.webhook_deliveries']"},
        )
    )
