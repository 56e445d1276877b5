"""
The measured kinds of work, and each contender's request. PostGraphile is left out where it cannot do the work: it has
no filter like `prompt ILIKE`, signs no URLs, and lists only days that have a task.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from graphql import concat_ast, parse, print_ast, separate_operations

from benchmarks.data import PROMPT, Data
from benchmarks.environment import HERE

WEB = HERE.parent / "web"
FIELDS = """id taskType status prompt tokensUsed creditsDeducted aspectRatio modelVersion generationTimeMs createdAt
updatedAt completedAt"""
DATABASE_FIELDS = f"id: rowId {FIELDS.removeprefix('id ')}"
TOTALS = """period periodDate totalTasks successfulTasks failedTasks totalTokensUsed totalCreditsDeducted
avgGenerationTimeMs"""
URLS = "url thumbnail: url(variant: THUMBNAIL)"
IMAGES = f"originalImage {{ {URLS} }} generatedImage {{ {URLS} }}"
OWN_PAGE = 'first: 50, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC], condition: {userId: "%s", deletedAt: null'


@dataclass(frozen=True)
class Request:
    path: str
    body: str | None = None

    @classmethod
    def graphql(cls, query: str) -> "Request":
        return cls("/graphql", json.dumps({"query": " ".join(query.split())}))

    @classmethod
    def get(cls, path: str, **query: str) -> "Request":
        return cls(f"{path}?{urlencode(query)}" if query else path)


@dataclass(frozen=True)
class Work:
    """A kind of work, with the request to each contender that supports it, by name."""

    name: str
    title: str
    requests: dict[str, Request]
    writes: bool = False


def works(data: Data) -> Iterator[Work]:
    own = OWN_PAGE % data.user
    yield Work("page", "first page of 50 completed tasks, 12 fields each", page(own))
    yield Work("images", "the same with the signed URLs of both images and their thumbnails", images())
    yield Work("all", "first page of all tasks", first_of_all(own))
    yield Work("deep", f"page {data.deep_page:,} of all tasks, by cursor", deep(data))
    yield Work("search", "first page with three filters, one of them a search", search())
    yield Work("task", "one task", task(f'id: "{data.deep_id}"', str(data.deep_id)))
    yield Work("statistics", "totals of all time", statistics(data))
    yield Work("history", "totals of each day of a year", history())
    yield Work("load", "what the page in web/ asks for its list first", {"ours": Request("/graphql", first_load())})
    yield Work("create", "recording a task", create(data), writes=True)


def page(own: str) -> dict[str, Request]:
    nodes = f"{{ nodes {{ {DATABASE_FIELDS} }} }}"
    return {
        "ours": our_page("where: {status: [COMPLETED]}"),
        "postgraphile": Request.graphql(f'{{ allUserTaskHistories({own}, status: "completed"}}) {nodes} }}'),
        "handwritten": Request.get("/tasks", status="completed"),
        "rust": Request.get("/tasks", status="completed"),
        "tutorial": Request.graphql(f"{{ tasks(status: COMPLETED, limit: 50) {{ {FIELDS} }} }}"),
    }


def images() -> dict[str, Request]:
    return {
        "ours": our_page("where: {status: [COMPLETED]}", f"{FIELDS} {IMAGES}"),
        "handwritten": Request.get("/images", status="completed"),
    }


def first_of_all(own: str) -> dict[str, Request]:
    return {
        "ours": our_page(),
        "postgraphile": Request.graphql(f"{{ allUserTaskHistories({own}}}) {{ nodes {{ {DATABASE_FIELDS} }} }} }}"),
        "handwritten": Request.get("/tasks"),
    }


def deep(data: Data) -> dict[str, Request]:
    return {
        "ours": our_page(f'after: "{data.our_cursor}"'),
        "handwritten": Request.get("/tasks", after=f"{data.deep_created_at.isoformat()} {data.deep_id}"),
    }


def search() -> dict[str, Request]:
    return {
        "ours": our_page('where: {status: [COMPLETED], taskType: [IMAGE_GENERATION], search: "水彩"}'),
        "handwritten": Request.get("/tasks", status="completed", taskType="image_generation", search="水彩"),
    }


def our_page(arguments: str = "", fields: str = FIELDS) -> Request:
    return Request.graphql(f"{{ tasks(first: 50 {arguments}) {{ nodes {{ {fields} }} }} }}")


def task(argument: str, task_id: str, fields: str = FIELDS) -> dict[str, Request]:
    row = argument.replace("id", "rowId", 1)
    return {
        "ours": Request.graphql(f"{{ task({argument}) {{ {fields} }} }}"),
        "postgraphile": Request.graphql(f"{{ userTaskHistoryByRowId({row}) {{ {DATABASE_FIELDS} }} }}"),
        "handwritten": Request.get(f"/tasks/{task_id}"),
        "tutorial": Request.graphql(f"{{ task({argument}) {{ {FIELDS} }} }}"),
    }


def statistics(data: Data) -> dict[str, Request]:
    field = "userTaskStatisticByUserIdAndPeriodTypeAndPeriodDate"
    key = f'userId: "{data.user}", periodType: "all_time", periodDate: "1970-01-01"'
    totals = TOTALS.replace("period ", "periodType ", 1)
    return {
        "ours": Request.graphql(f"{{ statistics(period: ALL_TIME) {{ {TOTALS} }} }}"),
        "postgraphile": Request.graphql(f"{{ {field}({key}) {{ {totals} }} }}"),
        "handwritten": Request.get("/statistics"),
    }


def history() -> dict[str, Request]:
    today = datetime.now(UTC).date()
    year = {"from": str(today - timedelta(days=364)), "to": str(today + timedelta(days=1))}
    span = ", ".join(f'{name}: "{value}"' for name, value in year.items())
    return {
        "ours": Request.graphql(f"{{ statisticsHistory(period: DAY, {span}) {{ {TOTALS} }} }}"),
        "handwritten": Request.get("/history", **year),
    }


def create(data: Data) -> dict[str, Request]:
    task = {"prompt": PROMPT, "aspectRatio": "16:9", "modelVersion": "gemini-1.5-pro"}
    fields = ", ".join(f"{name}: {json.dumps(value)}" for name, value in task.items())
    row = f'{{userTaskHistory: {{userId: "{data.user}", {fields}}}}}'
    return {
        "ours": Request.graphql(f"mutation {{ createTask(input: {{{fields}}}) {{ task {{ {FIELDS} }} }} }}"),
        "postgraphile": Request.graphql(
            f"mutation {{ createUserTaskHistory(input: {row}) {{ userTaskHistory {{ {DATABASE_FIELDS} }} }} }}"
        ),
        "handwritten": Request("/tasks", json.dumps(task)),
    }


def first_load() -> str:
    documents = [parse(file.read_text()) for file in sorted((WEB / "src").rglob("*.graphql"))]
    query = print_ast(separate_operations(concat_ast(documents))["TaskList"])
    query = query.replace(" @unmask", "")  # Apollo Client does not send it
    return json.dumps({"query": query, "operationName": "TaskList", "variables": {}})
