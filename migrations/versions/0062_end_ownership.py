"""Ends the invitations and links to boards whose creators are no longer owners, as happens from now on."""

from migrations.steps import execute

revision = "0062"
down_revision = "0061"

ENDED = """
UPDATE task_record.{table} AS one SET {column} = now() WHERE one.board_id IS NOT NULL AND {is_open} AND NOT EXISTS (
  SELECT FROM task_record.board_members AS maker
  WHERE maker.board_id = one.board_id AND maker.user_id = one.user_id AND maker.role = 'owner'
);
"""
OPEN = {
    "board_invitations": ("expires_at", "expires_at > now()"),
    "share_links": ("revoked_at", "revoked_at IS NULL"),
}


def upgrade() -> None:
    ends = (ENDED.format(table=table, column=column, is_open=is_open) for table, (column, is_open) in OPEN.items())
    execute("".join(ends))
