"""The table of saved views, and its statements. Each names the user who owns them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.boards.board_tables import MAX_NAME
from models.statement import IdRow, NoRow, NumberRow, Statement
from models.table_rules import ALL, TableRules
from models.tasks.task_list import OrderDirection, TaskOrderField

MAX_CONDITIONS = 4_096
"""Bytes of a filter, as PostgreSQL writes its JSON."""


class SavedViewRecord(SQLModel, table=True):
    """A filter and an order of tasks that a user saved under a name, unique among the user's views."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(
            f"jsonb_typeof(conditions) = 'object' AND octet_length(conditions::text) <= {MAX_CONDITIONS}",
            name="conditions",
        ),
        TableRules(users=ALL, service=ALL, registers="true").args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    id: UUID = Field(primary_key=True)
    """Views of other users may have the same id."""
    name: str = Field(max_length=MAX_NAME)
    conditions: str = Field(sa_type=JSONB)
    """The `TaskFilter`, as clients of the API send it."""
    order_field: str = Field(max_length=20)
    """The value of a `TaskOrderField`."""
    order_direction: str = Field(max_length=4)
    """The value of an `OrderDirection`."""
    position: int
    """Orders a user's views; positions may have gaps."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})


MAX_VIEWS = 100
"""Saved views of a user."""
COLUMNS = "id, name, conditions, order_field, order_direction, created_at"
VIEWS = Statement(
    "saved_views",
    f"SELECT {COLUMNS} FROM task_record.saved_views WHERE user_id = :user_id ORDER BY position, id",  # noqa: S608
    SavedViewRecord,
)
VIEWS_BY_ID = Statement(
    "saved_views_by_id",
    f"SELECT {COLUMNS} FROM task_record.saved_views WHERE user_id = :user_id AND id = ANY (:ids)",  # noqa: S608
    SavedViewRecord,
)
LOCK = Statement(
    "lock_saved_views",
    "SELECT pg_advisory_xact_lock(hashtext('task_record saved views'), hashtext(:whose))",
    NoRow,
)
"""Waits for other transactions that save or import views of `whose`, a user's id, so that their views are counted."""
OF_NAME = Statement(
    "saved_view_of_name",
    "SELECT id FROM task_record.saved_views WHERE user_id = :user_id AND name = :name AND id <> :id",
    IdRow,
)
"""Another view of the user that has this name."""
SAVE = Statement(
    "save_view",
    f"""
INSERT INTO task_record.saved_views AS view (user_id, id, name, conditions, order_field, order_direction, position)
SELECT :user_id, :id, :name, coalesce(CAST(:conditions AS jsonb), '{{}}'),
  coalesce(:order_field, '{TaskOrderField.CREATED_AT}'), coalesce(:order_direction, '{OrderDirection.DESC}'),
  coalesce(max(position) + 1, 0)
FROM task_record.saved_views WHERE user_id = :user_id
HAVING count(*) FILTER (WHERE id <> :id) < :most
ON CONFLICT (user_id, id) DO UPDATE SET name = excluded.name, conditions = coalesce(:conditions, view.conditions),
  order_field = coalesce(:order_field, view.order_field),
  order_direction = coalesce(:order_direction, view.order_direction)
RETURNING {COLUMNS}
""",  # noqa: S608
    SavedViewRecord,
    most=MAX_VIEWS,
)
"""
Creates a view, after the user's others, or changes the view with this id, except what is null. Returns no row when the
user has MAX_VIEWS others.
"""
PLACE = Statement(
    "place_view",
    """
UPDATE task_record.saved_views AS view SET position = placed.position
FROM (
  SELECT id,
    row_number() OVER (ORDER BY CASE WHEN id = :id THEN CAST(:position AS integer) - 0.5 ELSE place END) AS position
  FROM (
    SELECT id, row_number() OVER (PARTITION BY id = :id ORDER BY position, id) - 1 AS place
    FROM task_record.saved_views WHERE user_id = :user_id
  ) AS ranked
) AS placed WHERE view.user_id = :user_id AND view.id = placed.id
""",
    NoRow,
)
"""Moves a view before all except the first `position` of the user's others."""
DELETE = Statement(
    "delete_view",
    "DELETE FROM task_record.saved_views WHERE user_id = :user_id AND id = :id RETURNING id",
    IdRow,
)
IMPORT_VIEWS = Statement(
    "bring_views",
    """
WITH here AS (
  SELECT count(*) AS number, coalesce(max(position), 0) AS last FROM task_record.saved_views WHERE user_id = :user_id
), imported AS (
  INSERT INTO task_record.saved_views
    (user_id, id, name, conditions, order_field, order_direction, position, created_at)
  SELECT :user_id, id, name, conditions, order_field, order_direction,
    last + row_number() OVER (ORDER BY place), created_at
  FROM here, ROWS FROM (json_to_recordset(:views) AS (id uuid, name text, conditions jsonb, order_field text,
    order_direction text, created_at timestamp with time zone)) WITH ORDINALITY
    AS view (id, name, conditions, order_field, order_direction, created_at, place)
  WHERE NOT EXISTS (
    SELECT FROM task_record.saved_views AS other
    WHERE other.user_id = :user_id AND (other.id = view.id OR other.name = view.name)
  )
  ORDER BY place LIMIT (SELECT greatest(:most - number, 0) FROM here)
  ON CONFLICT DO NOTHING RETURNING id
) SELECT count(*)::integer AS number FROM imported
""",
    NumberRow,
    most=MAX_VIEWS,
)
"""Imports views of an export after the existing ones, up to MAX_VIEWS. Skips those whose id or name exists."""
