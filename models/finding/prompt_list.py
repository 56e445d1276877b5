"""The list of a user's prompts, and the numbers of their labels."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, cast, false, select
from sqlalchemy.dialects.postgresql import BIT

from models.finding.prompt_tables import FEATURE_BITS, IndexedPrompt
from models.keyset_list import KeysetList, OrderedRows
from models.statement import Statement
from models.tasks.task_conditions import SEARCHES, search_values
from models.tasks.task_table import COLUMNS, TASK_TABLE

USER = bindparam("user_id", type_=Uuid)
LOOKED_AT = 100
"""The newest completed tasks of a prompt that are compared to find the best."""


class PromptRow(NamedTuple):
    """
    A prompt, with the text of its newest completed task, or else of its newest task; and the results of its tasks.
    """

    key: UUID
    text: str
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: int
    last_used_at: datetime
    task_id: UUID
    user_id: UUID


class BestTask(NamedTuple):
    key: UUID
    task_id: UUID


class FewPrompts(NamedTuple):
    keys: list[UUID] | None


class LabelNumber(NamedTuple):
    name: str
    task_count: int


def prompt_list(
    user_id: UUID, search: str | None, ngram_bitmap: str | None = None, keys: Sequence[UUID] | None = None
) -> KeysetList[PromptRow]:
    """
    The user's prompts that a search finds, or all, most used first. `ngram_bitmap` are bits that each found prompt has.
    `keys` are those of all prompts with these bits, if they are few.
    """
    values = search_values(search) if search else {}
    kind = " ".join(["prompts", *values])
    having = {"keys": keys} if keys is not None else {"ngram_bitmap": ngram_bitmap} if ngram_bitmap else {}
    return KeysetList(found_prompts((*values, *having)), kind, {**values, **having, "user_id": user_id})


@lru_cache
def found_prompts(conditions: tuple[str, ...]) -> OrderedRows[PromptRow]:
    prompt = IndexedPrompt.__table__.c  # type: ignore[attr-defined]
    ngram_bitmap = cast(bindparam("ngram_bitmap", type_=Text), BIT(FEATURE_BITS))
    having = {
        "ngram_bitmap": (prompt.grams.op("&")(ngram_bitmap) == ngram_bitmap).is_not(false()),
        "keys": prompt.key == any_(bindparam("keys", type_=ARRAY(Uuid))),
    }
    rows = (
        select(
            prompt.key,
            COLUMNS["prompt"].label("text"),
            *(prompt[name] for name in ("task_count", "completed_tasks", "failed_tasks", "credits_deducted")),
            *(prompt[name] for name in ("last_used_at", "task_id", "user_id")),
        )
        .join(TASK_TABLE, COLUMNS["id"] == prompt.task_id)
        .where(
            prompt.user_id == USER,
            COLUMNS["user_id"] == USER,
            COLUMNS["deleted_at"].is_(None),
            COLUMNS["trashed_at"].is_(None),
            COLUMNS["prompt"] != "",
            *((SEARCHES | having)[name] for name in conditions),
        )
    )
    return OrderedRows("prompts", rows, PromptRow, (prompt.task_count, prompt.key), ("task_count", "key"))


BEST_TASKS = Statement(
    "best_of_prompts",
    f"""
SELECT given.key, best.id AS task_id FROM unnest(CAST(:keys AS uuid[])) AS given (key), LATERAL (
  SELECT task.id FROM (
    SELECT task_id FROM task_record.prompt_tasks
    WHERE user_id = :user_id AND prompt_tasks.key = given.key AND is_completed
    ORDER BY created_at DESC, task_id DESC LIMIT {LOOKED_AT}
  ) AS indexed, LATERAL (
    SELECT id, rating, starred_at, created_at FROM user_task_history
    WHERE id = indexed.task_id AND deleted_at IS NULL AND trashed_at IS NULL AND images_removed_at IS NULL OFFSET 0
  ) AS task
  ORDER BY coalesce(rating, 3) DESC, starred_at IS NOT NULL DESC, created_at DESC, task.id DESC LIMIT 1
) AS best
""",  # noqa: S608 - of a constant
    BestTask,
)
"""
For each of the user's prompts `keys` the completed task with the best rating; an unrated one counts as 3. Among equals,
starred tasks precede, then newer ones. Returns no row for a prompt without such a task.
"""
MOST_USED, IN_A_PAGE, FEW = 8_000, 31, 2_000
"""
If the MOST_USED prompts include at least IN_A_PAGE with the grams of a search, a page is read in their order. Otherwise
all prompts with the grams are read first, if at most FEW.
"""
WANTED = f"CAST(CAST(:ngram_bitmap AS text) AS bit({FEATURE_BITS}))"
FEW_WITH_GRAMS = Statement(
    "prompts_with_grams",
    f"""
SELECT CASE WHEN count(*) < {IN_A_PAGE} THEN
  task_record.prompts_with_grams(:user_id, {WANTED}, {FEW + 1})
END AS keys
FROM (
  SELECT FROM (
    SELECT grams FROM task_record.prompts WHERE user_id = :user_id
    ORDER BY task_count DESC, key DESC LIMIT {MOST_USED}
  ) AS most_used
  WHERE (grams & {WANTED}) = {WANTED}
  LIMIT {IN_A_PAGE}
) AS found
""",  # noqa: S608 - of constants
    FewPrompts,
)
"""The keys of the user's prompts with these grams, at most FEW + 1; None where reading in order fills a page soon."""
LABEL_NUMBERS = Statement(
    "label_numbers",
    """
SELECT name, sum(task_count)::integer AS task_count
FROM task_record.prompts, unnest(labels) AS name WHERE user_id = :user_id
GROUP BY name ORDER BY 2 DESC, 1
""",
    LabelNumber,
)
"""How many tasks of the user have each label; reads all of their prompts."""
