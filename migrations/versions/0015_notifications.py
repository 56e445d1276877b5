"""Notifications are sent after the commit of what they tell of, so that commits are flushed together."""

from migrations.sql import enclosed, execute, text_of
from models.images.job_queue import SETTINGS

revision = "0015"
down_revision = "0014"

CHANGED = {
    "inserted": ("new_tasks", "SELECT id, user_id, 'CREATED' AS kind FROM new_tasks"),
    "updated": (
        "new_tasks",
        """SELECT id, after.user_id, CASE WHEN after.deleted_at IS NULL THEN 'UPDATED' ELSE 'DELETED' END AS kind
        FROM new_tasks AS after JOIN old_tasks AS before USING (id) WHERE before.deleted_at IS NULL""",
    ),
    "deleted": ("old_tasks", "SELECT id, user_id, 'DELETED' AS kind FROM old_tasks WHERE deleted_at IS NULL"),
}
"""By what the trigger's name says of the tasks."""


def notify(how: str, table: str, rows: str) -> str:
    names = {"{name}": f"notify_{how}", "{table}": table, "{rows}": rows}
    script = text_of("0015/triggers.sql")
    for name, text in names.items():
        script = script.replace(name, text)
    return script


def upgrade() -> None:
    execute(
        text_of("0015/tables.sql")
        + text_of("0015/functions.sql")
        + "".join(notify(how, *changed) for how, changed in CHANGED.items())
        + text_of("0015/remove_objects.sql").replace("{channel}", SETTINGS.channel)
        + enclosed("SELECT", "task_record.notifications", "task_record.deliveries")
    )
