"""The statements on saved views. Each names the user whose they are."""

from models.statement import IdRow, NoRow, NumberRow, Statement
from models.tasks.task_list import OrderDirection, TaskOrderField
from models.views.view_record import SavedViewRecord

MAX_VIEWS = 100
"""Saved views of a user."""
COLUMNS = "id, name, conditions, order_field, order_direction, created_at"
VIEWS = Statement(
    "saved_views",
    f"SELECT {COLUMNS} FROM task_record.saved_views WHERE user_id = :user_id ORDER BY position, id",  # noqa: S608
    SavedViewRecord,
)
LOCK = Statement(
    "lock_saved_views",
    "SELECT pg_advisory_xact_lock(hashtext('task_record saved views'), hashtext(:whose))",
    NoRow,
)
"""Waits for other transactions that save or bring a view of `whose`, a user's id, so that theirs are counted."""
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
Makes a view, after the others, or changes the one of this id, of which what is null stays as it is. No row comes back
when the user has MAX_VIEWS others.
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
"""Puts a view before all but the first `position` of the user's others."""
DELETE = Statement(
    "delete_view",
    "DELETE FROM task_record.saved_views WHERE user_id = :user_id AND id = :id RETURNING id",
    IdRow,
)
BRING_VIEWS = Statement(
    "bring_views",
    """
WITH here AS (
  SELECT count(*) AS number, coalesce(max(position), 0) AS last FROM task_record.saved_views WHERE user_id = :user_id
), brought AS (
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
) SELECT count(*)::integer AS number FROM brought
""",
    NumberRow,
    most=MAX_VIEWS,
)
"""Brings views of an export, after those that are here, as many as there may be, but none whose id or name is here."""
