"""An operation's cost is the most that it may take: rows, characters, statements, reading the document."""

from datetime import date, timedelta
from typing import Any

import pytest
from graphql import get_introspection_query

from schema.execution.document import Document
from schema.schema import schema
from tests.schema.execution.own_operations import of_the_documentation, of_the_page

MOST = 5_000
"""The default limit of an operation's cost (MAX_COST)."""


def cost(text: str, **variables: Any) -> float:
    """Return the cost of the only operation, without that of reading the document."""
    operation = Document(schema.core, text).requestable.get(None)
    assert operation
    return operation.cost.of(variables).total


def of_task(selected: str) -> float:
    return cost(f"{{ tasks(first: 1) {{ nodes {{ {selected} }} }} }}") - 10 - 1 - 1


def test_leaves_cost_by_the_characters_that_they_may_have() -> None:
    assert of_task("id") == of_task("tokensUsed") == of_task("createdAt") == of_task("__typename") == 0.125
    assert of_task("prompt") == 2.5
    assert of_task("errorMessage") == 0.5
    assert of_task("originalImage { url thumbnail: url(variant: THUMBNAIL) }") == 1 + 2 * 0.25
    assert of_task("a: prompt ... on Node { id } ... { b: prompt c: prompt }") == 3 * 2.5 + 0.125


def test_a_long_alias_costs_each_time_it_is_answered() -> None:
    assert of_task(f"{'a' * 20_000}: id") == of_task(f"{'a' * 20_000}: __typename") == 41 * 0.125


def test_an_object_counts_as_often_as_it_can_occur() -> None:
    assert cost("{ tasks { nodes { id } } }") == 10 + 1 + 50 * 1.125
    assert cost("{ tasks(first: 7) { nodes { id } edges { node { id } } } }") == 10 + 1 + 7 * 1.125 + 7 * 2.125
    assert cost('{ nodes(ids: ["a", "b"]) { id } }') == 10 + 2 * 1.125
    assert cost("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["a"] * 60) == 10 + 60 * 1.125
    assert cost("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids="a") == 10 + 1.125
    assert cost("query ($id: ID!) { nodes(ids: [$id, $id]) { id } }", id="a") == 10 + 2 * 1.125
    assert cost("{ viewer { plan { taskTypes } } }") == 10 + 1 + 1 + 3 * 0.125
    assert of_task("images { url }") == 16 * 1.25
    assert cost('mutation { createTask(input: {prompt: "a fox"}) { task { id } } }') == 50 + 1 + 1.125


def test_lists_within_lists_multiply() -> None:
    sources = "sources { task { id } }"
    assert of_task(sources) == 16 * (1 + 1.125)
    assert of_task(f"sources {{ task {{ {sources} }} }}") == 16 * (1 + 1 + of_task(sources))
    page = "tasks(first: 100) { nodes { id } }"
    assert of_task(f"boards(first: 100) {{ {page} }}") == 2 + 100 * (1 + 20 + 100 * 1.125)


def test_each_image_that_a_mutation_is_given_costs_as_much_as_the_first() -> None:
    given = "mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { errors { code } } }"
    one = cost(given, input={"image": {}})
    assert cost(given, input={"image": {}, "moreImages": None}) == cost(given, input={"moreImages": []}) == one
    assert cost(given, input={"moreImages": {}}) == one + 50
    assert cost(given, input={"moreImages": [{}] * 15}) == one + 15 * 50
    written = (
        "mutation ($more: [ImageInput!], $one: ImageInput!) { completeTask(input: {moreImages: MORE}) { task { id } } }"
    )
    assert cost(written.replace("MORE", "[{}, {}, $one]"), more=[{}], one={}) == cost(written) + 2 * 50
    assert cost(written.replace("MORE", "$more"), more=[{}, {}], one={}) == cost(written) + 50


WAYS = {
    "input: $input": "input.tasks",
    "input: {tasks: $tasks}": "tasks",
    'input: {tasks: [$one, {task: {prompt: "x"}}, $other]}': "one other",
    "input: {tasks: [{task: $task, outcome: $outcome}, {task: $task}, {task: $task}]}": "outcome",
    "input: {tasks: [{task: $task, outcome: {completed: $completed}}, {task: $task}, {task: $task}]}": "completed",
    "input: {tasks: [{task: $task, outcome: {completed: {moreImages: $more}}}, {task: $task}, {task: $task}]}": "more",
}
"""Forms in which tasks may be given, and their variables."""


def variables_of(way: str, more: list[Any]) -> dict[str, Any]:
    """Return the variables for three tasks. The first has these more images."""
    completed: dict[str, Any] = {"image": {}, "moreImages": more}
    other: dict[str, Any] = {"task": {"originalImage": {}}}
    first = other | {"outcome": {"completed": completed}}
    tasks = [first, other, other]
    values: dict[str, dict[str, Any]] = {
        "input.tasks": {"input": {"tasks": tasks}},
        "tasks": {"tasks": tasks},
        "one other": {"one": first, "other": other},
        "outcome": {"outcome": {"completed": completed}},
        "completed": {"completed": completed},
        "more": {"more": more},
    }
    return values[WAYS[way]]


@pytest.mark.parametrize("way", WAYS)
def test_each_task_of_a_batch_costs_what_it_costs_by_itself_less_the_request(way: str) -> None:
    declared = """$input: RecordTasksInput!, $tasks: [RecordedTaskInput!], $one: RecordedTaskInput!,
      $other: RecordedTaskInput!, $task: CreateTaskInput!, $outcome: OutcomeInput, $completed: CompletedOutcomeInput,
      $more: [ImageInput!]"""
    text = f"mutation ({declared}) {{ recordTasks({way}) {{ results {{ task {{ id }} }} }} }}"
    assert cost(text, **variables_of(way, [])) == 50 + 1 + 3 * (30 + 1 + 1.125)
    assert cost(text, **variables_of(way, [{}] * 15)) == 50 + 1 + 3 * (30 + 1 + 1.125) + 15 * 50


def test_a_hundred_tasks_with_images_are_within_the_limit() -> None:
    text = """mutation ($input: RecordTasksInput!) { recordTasks(input: $input) {
      results { task { id status externalId } errors { field code message } } errors { field code message } } }"""
    image = {"task": {}, "outcome": {"completed": {"image": {"dataUrl": "x" * 100_000}}}}
    assert cost(text, input={"tasks": [image] * 100}) < MOST * 0.8
    assert cost(text, input={"tasks": [image] * 5_000}) == cost(text, input={"tasks": [image] * 100})
    assert cost(text, input={"tasks": {"task": {}}}) < cost(text, input={"tasks": [image] * 2})
    nested: Any = {"tasks": []}
    for _ in range(5_000):
        nested = {"tasks": [nested], "outcome": [nested]}
    assert cost(text, input=nested)


PAGE = "query ($first: Int) { tasks(first: $first) { nodes { id } } }"


@pytest.mark.parametrize(
    ("first", "entries"),
    [(None, 50), (0, 50), (1, 1), (100, 100), (100.0, 100), (99.9, 99), (10**6, 100), (1e300, 100), (-1, 50)],
)
def test_a_page_counts_with_its_size_as_graphql_coerces_it(first: object, entries: int) -> None:
    assert cost(PAGE, first=first) == 10 + 1 + entries * 1.125
    if first is not None:
        assert cost(PAGE.replace("Int", f"Int = {int(first)}")) == 10 + 1 + entries * 1.125  # type: ignore[call-overload]


def listed(arguments: str = "", of: str = "nodes { id }", **variables: Any) -> float:
    """Return the cost of a page of one task with these arguments, less that of its statement and connection."""
    declared = "($where: TaskFilter, $words: String, $after: String) " if variables or "$" in arguments else ""
    return cost(f"query {declared}{{ tasks(first: 1{arguments}) {{ {of} }} }}", **variables) - 10 - 1


def test_a_search_of_a_users_prompts_costs_by_its_words() -> None:
    search = ', where: {search: "fox"}'
    assert listed(search) == listed(", where: $where", where={"search": "fox"}) == 250 + 1.125
    assert listed(", where: {search: $words}", words="a red fox in the snow") == 250 + 5 * 125 + 1.125
    assert listed(', where: {search: "a red fox in the snow"}') == 250 + 5 * 125 + 1.125
    assert listed(", where: $where", where={"search": "a\tred\u3000fox", "status": []}) == 250 + 2 * 125 + 1.125
    assert listed(", where: $where", where={"search": "x " * 10**6}) == 250 + 99 * 125 + 1.125
    assert listed(", where: $where", where={"search": None}) == listed(", where: {search: $words}", words=None) == 1.125
    assert listed(search, "totalCount { value }") == 250 + (10 + 250) + 1.125
    assert cost(
        "{ " + "".join(f"a{n}: tasks(first: 1{search}) {{ totalCount {{ value }} }} " for n in range(20)) + "}"
    ) > (2 * MOST)


def test_a_search_for_similar_tasks_costs() -> None:
    plain = cost('{ similarTasks(to: {prompt: "a fox"}, first: 7) { score } }')
    assert plain == 10 + 300 + 7 * 1.125
    assert (
        cost("query ($to: SimilarToInput!) { similarTasks(to: $to, first: 7) { score } }", to={"prompt": "x"}) == plain
    )
    image = {"image": {"dataUrl": "x" * 1_000}}
    assert cost("query ($to: SimilarToInput!) { similarTasks(to: $to, first: 7) { score } }", to=image) == plain + 1_000
    prompts = cost("{ prompts(first: 1) { nodes { taskCount } } }")
    assert cost('{ prompts(first: 1, search: "a red fox") { nodes { taskCount } } }') == prompts + 250 + 2 * 125
    assert listed(', where: {labels: ["fox"]}') == 250 + 1.125


def test_a_scan_of_a_users_rows_costs() -> None:
    for where in (", where: {status: [FAILED]}", ', where: {modelVersion: ["m"]}', ", orderBy: {field: TOKENS_USED}"):
        assert listed(where) == 20 + 1.125
        assert listed(where, "totalCount { value }") == 20 + (10 + 20) + 1.125
        assert listed(where, "totals { cost }") == 20 + (10 + 20) + 400 + 0.125
        assert listed(where, "failures { taskCount }") == 20 + (10 + 20) + 400 + 50 * 1.125
    assert listed(', where: {createdAt: {lt: "2025-01-01T00:00:00Z"}}') == 1.125


def test_the_far_side_of_a_page_costs_a_statement() -> None:
    info = "pageInfo { hasNextPage hasPreviousPage startCursor }"
    assert listed("", info) == 1 + 3 * 0.125
    assert listed(', after: "cursor"', info) == listed(", after: $after", info, after="cursor") == 1 + 3 * 0.125 + 10
    assert listed(", after: $after", info, after=None) == 1 + 3 * 0.125
    assert listed(', after: "cursor", where: {search: "fox"}', info) == 250 + 1 + 3 * 0.125 + (10 + 250)


def test_the_place_of_a_task_costs_by_its_counts() -> None:
    def place(arguments: str, of: str) -> float:
        return cost(f'{{ taskPlace(id: "a"{arguments}) {{ {of} }} }}') - 10 - 1

    assert place("", "cursor") == 0.125
    assert place("", "before { value } after { value }") == 2 * (100 + 10 + 0.125)
    assert place(", where: {status: [FAILED]}", "after { value }") == 100 + (10 + 20) + 0.125
    assert place(', where: {search: "fox"}', "before { value }") == 100 + (10 + 250) + 0.125


@pytest.mark.parametrize(
    ("period", "first", "last", "entries"),
    [
        ("DAY", "2025-01-01", "2025-01-31", 30),
        ("WEEK", "2025-01-01", "2025-01-31", 5),
        ("MONTH", "2025-01-01", "2026-01-01", 14),
        ("DAY", "2025-01-02", "2025-01-01", 1),
        ("DAY", "0001-01-01", "9999-12-31", 400),
        ("DAY", "soon", "2025-01-01", 400),
        ("DAY", "nan", "2025-01-01", 400),
    ],
)
def test_a_history_costs_by_its_dates(period: str, first: str, last: str, entries: int) -> None:
    literal = f'statisticsHistory(period: {period}, from: "{first}", to: "{last}") {{ totalTasks }}'
    assert cost(f"{{ {literal} }}") == 10 + entries * 1.125
    text = (
        "query ($period: StatisticsPeriod!, $from: Date!, $to: Date!) "
        "{ statisticsHistory(period: $period, from: $from, to: $to) { totalTasks } }"
    )
    assert cost(text, **{"period": period, "from": first, "to": last}) == 10 + entries * 1.125


@pytest.mark.parametrize(
    ("dimensions", "days", "expected"),
    [
        (["DAY"], 31, 31 * 0.25 + 31 * 1.5),
        ("MODEL", 31, 31 * 0.25 + 52 * 1.5),
        (["TASK_TYPE", "HOUR"], 31, 31 * 2 + 72 * 1.5),
        ([], 31, 31 * 0.25 + 1.5),
        (["DAY", "MODEL"], 400, 400 * 0.25 + 1_500 * 1.5),
        (["DAY", "HOUR"], 10_000, 400 * 2 + 1_500 * 1.5),
        (None, 10_000, 400 * 2 + 1_500 * 1.5),
        (["HOUR", "nonsense"], 1, 2 + 24 * 1.5),
    ],
)
def test_usage_costs_by_its_days_and_groups(dimensions: Any, days: int, expected: float) -> None:
    fields = "{ totalTasks tokensUsed generationTimeMs }"
    to = date(2000, 1, 1) + timedelta(days=days)
    text = (
        "query ($from: Date!, $to: Date!, $by: [UsageDimension!]!) "
        f"{{ usage(from: $from, to: $to, groupBy: $by) {fields} }}"
    )
    variables = {"from": "2000-01-01", "to": str(to), "by": dimensions}
    assert cost(text, **variables) == 10 + expected
    if dimensions is not None:
        literal = str(dimensions).replace("'", "")
        assert cost(f'{{ usage(from: "2000-01-01", to: "{to}", groupBy: {literal}) {fields} }}') == 10 + expected


def test_a_document_costs_by_its_length() -> None:
    def reading(text: str) -> float:
        return Document(schema.core, text).cost

    short = reading("{ viewer { id } }")
    assert 1.5 < short < 2
    assert reading("{ viewer { id } } #" + "x" * 50_000) > 100
    assert reading("{ viewer { " + "id " * 30 + "} }") - short > 29**2 / 2
    assert reading("{ tasks(where: {status: [" + "FAILED " * 900 + "]}) { nodes { id } } }") > 225


@pytest.mark.slow
def test_our_own_operations_leave_room_below_the_limit() -> None:
    asked = {"listed": ["a"] * 100, "period": "DAY", "from": "2025-01-01", "to": "2025-02-01", "first": 100}
    for own in (*of_the_page(), *of_the_documentation()):
        document = Document(schema.core, own.text)
        for operation in document.operations.values():
            assert operation.cost.of(asked).total + document.cost < MOST * 0.8, own.place


def test_introspection_is_within_the_limit() -> None:
    assert cost(get_introspection_query()) == 10 + 500


ATTACKS = {
    "20 prompts of 300 tasks": "{ "
    + "".join(f"t{n}: tasks(first: 100) {{ nodes {{ ...p }} edges {{ node {{ ...p }} }} }} " for n in range(3))
    + "} fragment p on TaskRecord { "
    + "".join(f"p{n}: prompt " for n in range(20))
    + "}",
    "12 leaves of 3,200 tasks": "{ "
    + "".join(f"t{n}: tasks(first: 100) {{ nodes {{ ...p }} edges {{ node {{ ...p }} }} }} " for n in range(16))
    + "} fragment p on TaskRecord { id userId taskType status tokensUsed creditsDeducted aspectRatio modelVersion "
    "createdAt updatedAt completedAt generationTimeMs }",
    "30 sums": "{ viewer { " + "".join(f"s{n}: storageUsed m{n}: tasksThisMonth " for n in range(250)) + "} }",
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_an_operation_that_takes_long_is_over_the_limit(text: str) -> None:
    assert cost(text) > MOST


OTHERS = """query ($of: ID, $where: TaskFilter, $order: TaskOrder) {
  admin { tasks(userId: $of, first: 1, where: $where, orderBy: $order) { nodes { id } totalCount { value } } } }"""


def test_a_filter_on_the_tasks_of_all_users_costs_a_scan_of_all() -> None:
    plain = cost(OTHERS)
    assert plain == cost(OTHERS, where={"createdAt": {"gte": "2025-01-01T00:00:00Z"}}) == cost(OTHERS, of="a" * 36)
    for where in ({"status": ["FAILED"]}, {"search": "a fox"}):
        assert cost(OTHERS, where=where) == plain + 2 * 1_000
        assert cost(OTHERS, where=where, of="a" * 36) < plain + 2 * 400
    written = OTHERS.replace("userId: $of, ", 'userId: "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b", ').replace(
        "$of: ID, ", ""
    )
    assert cost(written, where={"status": ["FAILED"]}) == plain + 2 * 20
    assert cost(OTHERS, order={"field": "TOKENS_USED"}, of="a" * 36) == plain + 2 * 20


def test_reading_all_users_costs_the_statements() -> None:
    days = 'statisticsHistory(period: DAY, from: "2025-01-01", to: "2025-01-11") { totalTasks }'
    assert cost(f"{{ admin {{ {days} }} }}") == 10 + 1 + 10 + 10 * 1.125
    assert cost("{ admin { users(first: 20, orderBy: TASKS) { nodes { userId } } } }") == 10 + 1 + 10 + 20 * 1.125
    assert cost("{ admin { users(first: 20) { nodes { credits { held } } } } }") == 10 + 1 + 10 + 20 * 11.125
    assert cost("{ admin { storage { imageCount } } }") == 10 + 1 + 100 + 0.125
