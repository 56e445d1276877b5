import re
from typing import Annotated, Self
from unicodedata import normalize
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    SmallInteger,
    String,
    Uuid,
    all_,
    any_,
    bindparam,
    column,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlmodel import SQLModel, col

from models.tasks.storable_text import Storable
from models.tasks.task import Task, TaskStatus, TaskType

AtMost100 = Field(max_length=100)


def with_words(text: str) -> str:
    """Return the text unchanged. ValueError when it has nothing but blanks."""
    if not text.split():
        raise ValueError("must contain a word, not only blanks")
    return text


class TimeSpan(BaseModel):
    """The time from `gte` (included) to `lt` (excluded). One that is None does not limit it."""

    model_config = ConfigDict(from_attributes=True)

    gte: AwareDatetime | None = None
    lt: AwareDatetime | None = None

    @model_validator(mode="after")
    def gte_before_lt(self) -> Self:
        if self.gte and self.lt and self.gte > self.lt:
            raise ValueError("`gte` must not be after `lt`")
        return self


class MetadataMember(BaseModel):
    """A key of a task's metadata, and the string that it must have."""

    model_config = ConfigDict(from_attributes=True)

    key: Annotated[str, StringConstraints(max_length=200), Storable]
    value: Annotated[str, StringConstraints(max_length=1_000), Storable]


class TaskConditions(BaseModel):
    """Selects the tasks that meet every field that is not None. A list is met by any of its values."""

    model_config = ConfigDict(from_attributes=True)

    status: Annotated[list[TaskStatus], AtMost100] | None = None
    task_type: Annotated[list[TaskType], AtMost100] | None = None
    created_at: TimeSpan | None = None
    search: (
        Annotated[str, StringConstraints(min_length=1, max_length=200), Storable, AfterValidator(with_words)] | None
    ) = None
    """Words, separated by blanks, each of which the prompt contains in any place and any case."""
    model_version: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None
    aspect_ratio: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None
    external_id: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None
    failure_code: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None
    metadata: Annotated[list[MetadataMember], Field(max_length=10)] | None = None
    """Unlike other lists, one whose every member a task's metadata has."""
    updated_at: TimeSpan | None = None
    completed_at: TimeSpan | None = None
    rated_at_least: Annotated[int, Field(ge=1, le=5)] | None = None
    is_starred: bool | None = None
    board: Annotated[list[UUID], AtMost100] | None = None


TEXTS = ("status", "task_type", "model_version", "aspect_ratio", "external_id", "failure_code")
LISTS = (*TEXTS, "board")
SPANS = {"created_at": "", "updated_at": "updated_", "completed_at": "completed_"}
"""The fields that are spans of time, each with what the names of its parameters begin with."""
TIME = DateTime(timezone=True)
METADATA = SQLModel.metadata.tables["user_task_history"].c["metadata"]
MEMBERS = (
    func.unnest(*(bindparam(name, type_=ARRAY(String)) for name in ("metadata_keys", "metadata_values")))
    .table_valued(column("key", String), column("value", String), name="member")
    .render_derived()
)
"""The members that a task's metadata must have. PostgreSQL expects half of the tasks to have them, as of COALESCE."""
FURTHER_FORMS = ("composed", "decomposed")
"""The names of the bindparams with the words of `search_forms` in Unicode's other forms."""


def has_words(name: str) -> ColumnElement[bool]:
    """
    Whether the prompt is like all of the patterns. Both are in lower case as PostgreSQL makes it, once a statement for
    the patterns, so that a prompt too is lowered once, not once a word.
    """
    lower = select(func.lower(func.unnest(bindparam(name, type_=ARRAY(String))))).scalar_subquery()
    return func.lower(col(Task.prompt)).like(all_(func.array(lower)))


SEARCHES = {
    "search": has_words("search"),
    # Accents may be characters of their own. To normalize the prompts instead is ten times slower, and PostgreSQL keeps
    # no more than 32 regular expressions compiled.
    "search_forms": or_(*map(has_words, ("search_forms", *FURTHER_FORMS))),
}
CONDITIONS: dict[str, ColumnElement[bool]] = {
    **{name: col(getattr(Task, name)) == any_(bindparam(name, type_=ARRAY(String))) for name in TEXTS},
    # PostgreSQL expects next to nothing to match ALL of an array, and would read and sort all tasks of the user for a
    # page. Of what COALESCE returns, it expects half to be true.
    **{name: func.coalesce(matches, false()) for name, matches in SEARCHES.items()},
    "metadata_keys": func.coalesce(
        ~select(literal_column("1"))
        .select_from(MEMBERS)
        .where(
            or_(
                func.json_typeof(METADATA.op("->")(MEMBERS.c.key)).is_distinct_from("string"),
                METADATA.op("->>")(MEMBERS.c.key).is_distinct_from(MEMBERS.c.value),
            )
        )
        .exists(),
        false(),
    ),
    "rated_at_least": col(Task.rating) >= bindparam("rated_at_least", type_=SmallInteger),
    "board": col(Task.id).in_(
        text("SELECT task_id FROM task_record.board_tasks WHERE board_id = ANY (:board)")
        .bindparams(bindparam("board", type_=ARRAY(Uuid)))
        .columns(column("task_id", Uuid))
    ),
    "starred": col(Task.starred_at).is_not(None),
    "unstarred": col(Task.starred_at).is_(None),
    **{
        f"{start}gte": col(getattr(Task, name)) >= bindparam(f"{start}gte", type_=TIME) for name, start in SPANS.items()
    },
    **{f"{start}lt": col(getattr(Task, name)) < bindparam(f"{start}lt", type_=TIME) for name, start in SPANS.items()},
}


def search_values(search: str) -> dict[str, object]:
    """The values of the parameters of the condition that the prompt has the words, by their names."""
    forms = [search, *(normalize(form, search) for form in ("NFC", "NFD"))]
    names = ("search",) if len({*forms}) == 1 else ("search_forms", *FURTHER_FORMS)
    return dict(zip(names, map(patterns, forms), strict=False))


def escaped(text: str) -> str:
    """Return the pattern of SQL's LIKE that matches just this text: `%`, `_` and the backslash are escaped."""
    return re.sub(r"[\\%_]", r"\\\g<0>", text)


def patterns(text: str) -> list[str]:
    """Return the pattern of SQL's LIKE for each of the words, which are separated by blanks."""
    return [f"%{escaped(word)}%" for word in dict.fromkeys(text.split())]
