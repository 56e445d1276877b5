from typing import Annotated, Self, TypeAlias, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    Text,
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
    true,
)

from models.search.search_terms import MOST_TERMS, pattern, search_terms
from models.tasks.task import Storable, TaskStatus, TaskType
from models.tasks.task_table import COLUMNS

EntryT = TypeVar("EntryT")
AtMost100 = Field(max_length=100)
AnyOf: TypeAlias = Annotated[list[EntryT], AtMost100]
StoredText: TypeAlias = Annotated[str, Storable]


def with_words(text: str) -> str:
    """Return the text unchanged. Raises ValueError when it has only blanks, or too many words."""
    if not text.split():
        raise ValueError("must contain a word, not only blanks")
    if len(search_terms(text)) > MOST_TERMS:
        raise ValueError(f"must contain {MOST_TERMS} different words and phrases at most")
    return text


class TimeSpan(BaseModel):
    """The time from `gte` (included) to `lt` (excluded). None: no limit."""

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
    """Selects the tasks that meet every field that is not None. One value of a list, except `metadata`, is enough."""

    model_config = ConfigDict(from_attributes=True)

    status: AnyOf[TaskStatus] | None = Field(None, description="Any of these, up to 100.")
    task_type: AnyOf[TaskType] | None = Field(None, description="Any of these, up to 100.")
    created_at: TimeSpan | None = Field(None, description="When the task was created.")
    search: (
        Annotated[str, StringConstraints(min_length=1, max_length=200), Storable, AfterValidator(with_words)] | None
    ) = Field(
        None,
        description=(
            "Each of these words is in the prompt, in any language; 1 to 200 characters, up to 30 words. Case is "
            'ignored, and so are accents of Latin, Greek and Cyrillic letters. `"two words"` is a phrase, `-word` '
            "excludes a word; `model:word` searches the model's name, `error:word` the error message."
        ),
    )
    model_version: AnyOf[StoredText] | None = Field(None, description="Any of these, up to 100.")
    aspect_ratio: AnyOf[StoredText] | None = Field(None, description="Any of these, up to 100.")
    external_id: AnyOf[StoredText] | None = Field(None, description="Any of these, up to 100.")
    metadata: Annotated[list[MetadataMember], Field(max_length=10)] | None = Field(
        None, description="Each of these, up to 10."
    )
    failure_code: AnyOf[StoredText] | None = Field(None, description="Any of these, up to 100.")
    updated_at: TimeSpan | None = Field(None, description="When the task last changed.")
    labels: AnyOf[StoredText] | None = Field(
        None, description="Any of these, up to 100; found some seconds after tasks are recorded."
    )
    completed_at: TimeSpan | None = Field(None, description="When the task ended.")
    rated_at_least: Annotated[int, Field(ge=1, le=5)] | None = Field(None, description="1 to 5.")
    is_starred: bool | None = Field(None, description="Whether its user has starred it.")
    board: AnyOf[UUID] | None = Field(None, description="Any of these, up to 100, by id.")

    def created(self) -> dict[str, AwareDatetime | None]:
        """When tasks were created, for statements with the parameters `gte` and `lt`."""
        return {"gte": None, "lt": None} | dict(self.created_at or ())


TEXTS = ("status", "task_type", "model_version", "aspect_ratio", "external_id", "failure_code")
SPANS = {"created_at": "", "updated_at": "updated_", "completed_at": "completed_"}
"""The fields that are spans of time, each with the prefix of its parameters' names."""
METADATA = COLUMNS["metadata"]
MEMBERS = (
    func.unnest(*(bindparam(name, type_=ARRAY(String)) for name in ("metadata_keys", "metadata_values")))
    .table_valued(column("key", String), column("value", String), name="member")
    .render_derived()
)
"""The members that a task's metadata must have. As of COALESCE, PostgreSQL expects half of the tasks to have them."""


def searches() -> dict[str, ColumnElement[bool]]:
    """The conditions of the terms of a search, one for each field."""
    texts = {
        "prompt": COLUMNS["prompt"],
        "model": COLUMNS["model_version"],
        "error": func.concat_ws(" ", COLUMNS["failure_code"], COLUMNS["error_message"]),
    }
    found: dict[str, ColumnElement[bool]] = {}
    for field, written in texts.items():
        wanted, excluded = (bindparam(search_name(field, no), type_=ARRAY(String)) for no in (False, True))
        # PostgreSQL expects hardly any row to match ALL of an array, and would read and sort all tasks of the user for
        # a page. It expects half of the results of COALESCE to be true.
        found[search_name(field, False)] = func.coalesce(written.bool_op("~")(all_(wanted)), false())
        found[search_name(field, True)] = func.coalesce(written.bool_op("!~")(all_(excluded)), true())
    return found


def search_name(field: str, is_excluded: bool) -> str:
    """The name of the condition, and of its parameter, for a search's terms in this field."""
    return f"search_{field}{'_excluded' if is_excluded else ''}"


SEARCHES = searches()
CONDITIONS: dict[str, ColumnElement[bool]] = {
    **{name: COLUMNS[name] == any_(bindparam(name, type_=ARRAY(String))) for name in TEXTS},
    "board": COLUMNS["id"].in_(
        text("SELECT task_id FROM task_record.board_tasks WHERE board_id = ANY (:board)")
        .bindparams(bindparam("board", type_=ARRAY(Uuid)))
        .columns(column("task_id", Uuid))
    ),
    # A scalar sub-select runs only for the rows that are read; PostgreSQL might run EXISTS for all tasks.
    "labels": func.coalesce(
        text("""(
  SELECT labels && :labels FROM task_record.prompt_tasks WHERE task_id = user_task_history.id
)""").bindparams(bindparam("labels", type_=ARRAY(Text))),
        false(),
    ),
    "rated_at_least": COLUMNS["rating"] >= bindparam("rated_at_least"),
    **SEARCHES,
    "own_labels": COLUMNS["id"].in_(
        text("SELECT task_id FROM task_record.label_tasks WHERE user_id = :user_id AND label = ANY (:labels)")
        .bindparams(bindparam("labels", type_=ARRAY(Text)), bindparam("user_id", type_=Uuid))
        .columns(column("task_id", Uuid))
    ),
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
    "starred": COLUMNS["starred_at"].is_not(None),
    "unstarred": COLUMNS["starred_at"].is_(None),
    **{f"{start}gte": COLUMNS[name] >= bindparam(f"{start}gte") for name, start in SPANS.items()},
    **{f"{start}lt": COLUMNS[name] < bindparam(f"{start}lt") for name, start in SPANS.items()},
}
"""
The conditions, by the names of their parameters, or of the fields that imply them. Their order is part of cursors.
"""
OF_FIELDS = tuple(name for name in CONDITIONS if name in TaskConditions.model_fields)
"""The conditions whose parameter is the value of the field of the same name."""


def search_values(search: str) -> dict[str, list[str]]:
    """The parameters of a search's conditions, by their names."""
    found: dict[str, list[str]] = {}
    for term in search_terms(search):
        found.setdefault(search_name(term.field, term.is_excluded), []).append(pattern(term.text))
    return found
