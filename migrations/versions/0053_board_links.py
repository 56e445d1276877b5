"""A share link may lead to a board, whose deletion deletes it."""

from migrations.steps import execute

revision = "0053"
down_revision = "0051"

COLUMN = """
ALTER TABLE task_record.share_links
  ADD COLUMN board_id UUID REFERENCES task_record.boards(id) ON DELETE CASCADE,
  ALTER COLUMN task_id DROP NOT NULL,
  ADD CONSTRAINT share_links_task_id_check CHECK (num_nonnulls(task_id, board_id) = 1);
CREATE INDEX share_links_board_id_idx ON task_record.share_links (board_id);
GRANT SELECT (board_id), INSERT (board_id) ON task_record.share_links TO authenticated, service_role;
GRANT SELECT (
  id, user_id, task_id, board_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views
) ON task_record.share_links TO board_reader;
"""


def upgrade() -> None:
    execute(COLUMN)
