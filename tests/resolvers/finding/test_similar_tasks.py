"""Users find tasks by similar prompts, pictures and tasks, and by labels."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import in_process
from tests.models.connections import as_owner
from tests.resolvers.finding.drawings import drawing
from tests.resolvers.finding.indexing import note
from tests.resolvers.pages import both_ways
from tests.resolvers.waiting import until
from tests.server.exports.exporting import exported

SIMILAR = """query ($to: SimilarToInput!, $first: Int! = 12) {
  similarTasks(to: $to, first: $first) { task { id prompt } likeness score } }"""


async def similar(user: Client, to: dict[str, Any], **given: Any) -> list[tuple[str, str, float]]:
    found = (await user.data(SIMILAR, to=to, **given))["similarTasks"]
    return [(one["task"]["id"], one["likeness"], round(one["score"], 2)) for one in found]


async def indexed_rows(database: Connection, user: Client) -> list[int]:
    tables = ("prompts", "prompt_tasks", "label_tasks", "image_looks")
    count = "SELECT count(*) FROM task_record.{} WHERE user_id = $1"
    return [await database.fetchval(count.format(table), user.id) for table in tables]


async def test_tasks_are_found_by_prompt_image_or_task(user: Client, new_client: NewClient, settings: Settings) -> None:
    prompts = [
        *("一只戴着宇航员头盔的小狗", "一只 戴着 宇航员头盔的小狗", "一只戴着宇航员头盔的小猫"),
        *("A red fox in the snow", "a RED fox  in the snow", "red fox, snow, watercolour", "A cat in the snow"),
        "完全不同的内容",
    ]
    tasks = [await user.new_task(prompt) for prompt in prompts]
    await new_client().task("createTask", prompt=prompts[0])
    await user.task("completeTask", id=tasks[7], image=drawing(1))
    await user.task("completeTask", id=tasks[3], image=drawing(2))
    copied = await user.new_task("an edit", originalImage={"taskImage": {"taskId": tasks[7]}})
    await note(settings)

    chinese = await similar(user, {"prompt": prompts[0].upper()})
    assert {one[0] for one in chinese[:2]} == set(tasks[:2])
    assert [one[1:] for one in chinese[:2]] == [("SAME_PROMPT", 1.0)] * 2
    assert [one[:2] for one in chinese[2:]] == [(tasks[2], "SIMILAR_PROMPT")]
    assert chinese[2][2] > 0.7
    english = await similar(user, {"taskId": tasks[4]})
    assert [one[:2] for one in english] == [(tasks[3], "SAME_PROMPT"), (tasks[5], "SIMILAR_PROMPT")]
    smaller = await similar(user, {"image": drawing(1, 90, format="JPEG", quality=60)})
    assert {one[0] for one in smaller} == {tasks[7], copied}
    assert {one[1:] for one in smaller} == {("SAME_IMAGE", 1.0)}
    assert await similar(user, {"image": drawing(3)}) == []
    assert await similar(user, {"taskId": tasks[7]}) == []
    verified = "query ($image: GivenImageInput!) { verifyImage(image: $image) { task { id } recognisedBy } }"
    given = drawing(1, 90, format="WEBP")
    found = (await user.data(verified, image=given))["verifyImage"]
    assert found == {"task": {"id": tasks[7]}, "recognisedBy": "LIKENESS"}

    stranger = new_client()
    for to in ({"prompt": prompts[0]}, {"taskId": tasks[0]}, {"image": drawing(1)}, {"taskId": str(uuid4())}):
        assert await similar(stranger, to) == []
    assert (await stranger.data(verified, image=given))["verifyImage"]["recognisedBy"] is None


async def test_removed_tasks_are_no_longer_found(user: Client, settings: Settings, database: Connection) -> None:
    tasks = [await user.new_task("Ein Haus am See, watercolour") for _ in range(3)]
    for task in tasks:
        await user.task("completeTask", id=task, image=drawing(5))
    await note(settings)
    assert len(await similar(user, {"prompt": "Ein Haus am See, watercolour"})) == 3
    await user.mutate("trashTasks", "trashedTaskIds", ids=[tasks[0]])
    await user.mutate("deleteTask", "deletedTaskId", id=tasks[1])
    for to in ({"prompt": "ein haus am see, WATERCOLOUR"}, {"image": drawing(5)}):
        assert [one[0] for one in await similar(user, to)] == [tasks[2]]
    await note(settings)
    prompt = "{ prompts { nodes { text taskCount completedTasks task { id } } } }"
    shown = {"text": "Ein Haus am See, watercolour", "taskCount": 1, "completedTasks": 1, "task": {"id": tasks[2]}}
    assert (await user.data(prompt))["prompts"]["nodes"] == [shown]
    # As the clean-up does for a plan that retains no prompts.
    await database.execute("UPDATE user_task_history SET prompt = '' WHERE id = $1", UUID(tasks[2]))
    await note(settings)
    assert await indexed_rows(database, user) == [0, 0, 0, 2]  # of the trash
    await user.task("createTask", prompt="Ein Haus am See, watercolour")
    await note(settings)
    assert len((await user.data(prompt))["prompts"]["nodes"]) == 1
    await database.execute("SELECT task_record.erase_user($1)", user.id)
    assert await indexed_rows(database, user) == [0] * 4


async def test_prompts_report_their_results(user: Client, settings: Settings) -> None:
    assert (await user.data("{ prompts { nodes { text } } }"))["prompts"]["nodes"] == []
    made = [await user.task("createTask", prompt=prompt) for prompt in ("A fox", "a  FOX", "a fox", "雪山", "café")]
    for task in made[:2]:
        await user.task("completeTask", id=task["id"], image=drawing(6), creditsDeducted=3)
    await user.task("failTask", id=made[2]["id"], errorMessage="no")
    await note(settings)
    query = """query ($after: String, $search: String, $first: Int) {
      prompts(first: $first, after: $after, search: $search) { nodes {
        text taskCount completedTasks failedTasks creditsDeducted lastUsedAt task { id } }
        pageInfo { endCursor hasNextPage } } }"""
    page = (await user.data(query, first=1))["prompts"]
    assert page["nodes"] == [
        {
            "text": "a  FOX",
            "taskCount": 3,
            "completedTasks": 2,
            "failedTasks": 1,
            "creditsDeducted": 6,
            "lastUsedAt": made[2]["createdAt"],
            "task": {"id": made[1]["id"]},
        }
    ]
    rest = (await user.data(query, first=10, after=page["pageInfo"]["endCursor"]))["prompts"]
    assert sorted(one["text"] for one in rest["nodes"]) == ["café", "雪山"]
    for search, text in (("cafe", "café"), ("雪", "雪山"), ("fox", "a  FOX"), ("OX", "a  FOX"), ("-f", "雪山")):
        assert [one["text"] for one in (await user.data(query, search=search))["prompts"]["nodes"]] == [text]
    assert "`search`" in (await user.error(query, search=" "))["message"]
    best = "{ prompts { nodes { bestTask { id } } } }"
    for name, given, expected in (
        ("starTasks", {"ids": [made[0]["id"]], "starred": False}, made[1]),
        ("starTasks", {"ids": [made[0]["id"]]}, made[0]),
        ("rateTask", {"id": made[1]["id"], "rating": 4}, made[1]),
        ("rateTask", {"id": made[1]["id"], "rating": 2}, made[0]),
        ("rateTask", {"id": made[0]["id"], "rating": 1}, made[1]),
    ):
        await user.mutate(name, "errors { code }", **given)
        nodes = (await user.data(best))["prompts"]["nodes"]
        assert (len(nodes), nodes[0]["bestTask"]["id"]) == (3, expected["id"])


async def test_labels_are_counted(
    user: Client, new_client: NewClient, settings: Settings, database: Connection
) -> None:
    stranger = new_client()
    await stranger.task("createTask", prompt="a dog of another user")
    for prompt in ("一只小狗，水彩", "a dog, oil painting", "雪山", "nothing in particular"):
        await user.task("createTask", prompt=prompt)
    await note(settings)
    named = "{ labels { label { name titleZh titleEn } taskCount } }"
    counts = (await user.data(named))["labels"]
    assert counts[0] == {"label": {"name": "dog", "titleZh": "狗", "titleEn": "Dog"}, "taskCount": 2}
    assert {one["label"]["name"] for one in counts[1:]} == {"watercolour", "oil-painting", "snow", "mountain"}
    query = """query ($labels: [String!]) { tasks(where: {labels: $labels}) {
      nodes { labels { name } } totalCount { value } } }"""
    for labels, prompts in {("dog",): 2, ("snow", "watercolour"): 2, ("cat",): 0, (): 0}.items():
        found = (await user.data(query, labels=list(labels)))["tasks"]
        assert len(found["nodes"]) == found["totalCount"]["value"] == prompts
        assert all({one["name"] for one in node["labels"]} & set(labels) for node in found["nodes"])
    theirs = (await stranger.data(query, labels=["dog", "snow"]))["tasks"]["nodes"]
    assert theirs == [{"labels": [{"name": "dog"}]}]
    dog = '{ tasks(where: {labels: ["dog"]}) { nodes { id prompt } } }'
    newest, oldest = (await user.data(dog))["tasks"]["nodes"]
    assert (newest["prompt"], oldest["prompt"]) == ("a dog, oil painting", "一只小狗，水彩")
    place = """query ($id: ID!) { taskPlace(id: $id, where: {labels: ["dog"]}) {
      before { value } after { value } } }"""
    found = (await user.data(place, id=oldest["id"]))["taskPlace"]
    assert found == {"before": {"value": 1}, "after": {"value": 0}}
    both = await user.new_task("a dog in the snow, oil painting, watercolour")
    await user.task("failTask", id=both, errorMessage="no", failureCode="refused")
    several = """query (
      $first: Int, $after: String, $last: Int, $before: String, $field: TaskOrderField! = CREATED_AT, $lt: DateTime
    ) { tasks(
      first: $first, after: $after, last: $last, before: $before, orderBy: {field: $field, direction: ASC},
      where: {createdAt: {lt: $lt}, labels: ["dog", "snow", "watercolour", "no-label", "dog"]}
    ) { nodes { prompt createdAt } pageInfo { startCursor endCursor hasPreviousPage hasNextPage }
      totalCount { value } } }"""
    await note(settings)

    async def read(**window: Any) -> dict[str, Any]:
        found = dict((await user.data(several, **window))["tasks"])
        assert found["totalCount"] == {"value": 4}
        return found

    expected = ["一只小狗，水彩", "a dog, oil painting", "雪山", "a dog in the snow, oil painting, watercolour"]
    assert [node["prompt"] for node in await both_ways(read, 1)] == expected
    by_cost = (await user.data(several, field="COST"))["tasks"]["nodes"]
    assert sorted(node["prompt"] for node in by_cost) == sorted(expected)
    newest = by_cost[[node["prompt"] for node in by_cost].index(expected[-1])]
    until = (await user.data(several, lt=newest["createdAt"]))["tasks"]
    assert [node["prompt"] for node in until["nodes"]] == expected[:3]
    used = """query ($labels: [String!]) { tasks(where: {labels: $labels}) {
      totals { taskCount { value } failedTasks } failures { failureCode taskCount taskIds } } }"""
    failure = {"failureCode": "refused", "taskCount": 1, "taskIds": [both]}
    for labels, tasks in {("dog", "snow"): 4, ("dog",): 3}.items():
        assert (await user.data(used, labels=list(labels)))["tasks"] == {
            "totals": {"taskCount": {"value": tasks}, "failedTasks": 1},
            "failures": [failure],
        }
    for change in (  # as if another dictionary took dogs for cats
        "task_record.prompts SET labels = array_replace(labels, 'dog', 'cat'), version = '0'",
        "task_record.prompt_tasks SET labels = array_replace(labels, 'dog', 'cat')",
        "task_record.label_tasks SET label = replace(label, 'dog', 'cat')",
        "user_task_history SET aspect_ratio = '1:1'",
    ):
        await database.execute(f"UPDATE {change} WHERE user_id = $1", user.id)
    assert (await user.data(query, labels=["cat"]))["tasks"]["totalCount"] == {"value": 3}
    await note(settings)
    for labels, tasks in {("cat",): 0, ("dog",): 3, ("dog", "snow"): 4}.items():
        assert (await user.data(query, labels=list(labels)))["tasks"]["totalCount"] == {"value": tasks}


@pytest.mark.slow
async def test_a_search_finds_common_and_rare_prompts(user: Client, settings: Settings, database: Connection) -> None:
    await database.execute(
        "INSERT INTO user_task_history (user_id, prompt)"
        " SELECT $1, 'a fox, number ' || number || repeat('!', number) FROM generate_series(1, 50) AS number",
        user.id,
    )
    query = """query ($search: String!, $first: Int, $after: String, $last: Int, $before: String) {
      prompts(first: $first, after: $after, last: $last, before: $before, search: $search) {
        nodes { text } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }"""
    await note(settings)

    async def found(search: str) -> list[str]:
        async def read(**window: Any) -> dict[str, Any]:
            return dict((await user.data(query, search=search, **window))["prompts"])

        return [node["text"] for node in await both_ways(read, 20)]

    many = await found("number fox")
    assert (len(many), len({*many})) == (50, 50)
    assert sorted(text.strip("!")[-2:] for text in await found("number 7")) == [" 7", "17", "27", "37", "47"]
    assert await found("zeppelin") == []
    # As before grams were stored: every search reads these prompts.
    await database.execute("UPDATE task_record.prompts SET grams = NULL WHERE user_id = $1", user.id)
    assert len(await found("fox")) == 50
    assert await found("zeppelin") == []


@pytest.mark.slow
async def test_identical_empty_and_enormous(user: Client, database: Connection) -> None:
    """More than 10,000 tasks with one prompt and one picture are one prompt, and take no longer than others."""
    await user.task("createTask", prompt="x " * 5_000)
    await user.task("createTask", prompt="，。！")
    await database.execute(
        "INSERT INTO user_task_history (user_id, prompt, status, completed_at, credits_deducted)"
        " SELECT $1, 'the same fox', 'completed', now(), 2 FROM generate_series(1, 10001)",
        user.id,
    )
    drawn = await user.new_task("alone", originalImage=drawing(7))
    await database.execute(
        "INSERT INTO task_record.image_looks (key, user_id, task_id, is_result, look)"
        " SELECT format('task-history/%s/%s/1', task.user_id, id), task.user_id, id, true, look"
        " FROM user_task_history AS task JOIN task_record.image_looks AS given USING (user_id) WHERE user_id = $1"
        " AND prompt = 'the same fox'",
        user.id,
    )
    prompts = "{ prompts { nodes { taskCount } } }"
    indexed = "SELECT count(*) >= 10004 FROM task_record.prompt_tasks WHERE user_id = $1"
    await until(lambda: database.fetchval(indexed, user.id), 60)
    assert len(await similar(user, {"prompt": "The same FOX"}, first=50)) == 50
    for prompt in ("", " \n", "，。！", "x " * 5_000):
        assert len(await similar(user, {"prompt": prompt})) == (1 if prompt.split() else 0)
    nodes = (await user.data(prompts))["prompts"]["nodes"]
    assert [node["taskCount"] for node in nodes] == [10_001, 1, 1, 1]
    same = await similar(user, {"image": drawing(7)}, first=50)
    assert (len(same), {one[1:] for one in same}) == (50, {("SAME_IMAGE", 1.0)})
    assert drawn not in {one[0] for one in await similar(user, {"taskId": drawn}, first=50)}
    counts = (await user.data("{ labels { label { name } taskCount } }"))["labels"]
    assert counts == [{"label": {"name": "fox"}, "taskCount": 10_001}]
    listed = '{ tasks(first: 1, where: {labels: ["fox"]}) { nodes { prompt } totalCount { value precision } } }'
    assert (await user.data(listed))["tasks"] == {
        "nodes": [{"prompt": "the same fox"}],
        "totalCount": {"value": 10_000, "precision": "AT_LEAST"},
    }
    today = datetime.now(UTC).date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
    insights = "query ($from: Date!, $to: Date!) { insights(from: $from, to: $to) { kind taskCount credits } }"
    assert (await user.data(insights, **span))["insights"] == [
        {"kind": "REPEATED_PROMPT", "taskCount": 10_001, "credits": 20_000}
    ]


@pytest.mark.slow
@pytest.mark.own_database
async def test_indexing_continues_after_a_restart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.worker.JOBS_END_WITHIN", 0.2)
    indexed = "SELECT count(*) FROM task_record.prompt_tasks"
    fill = "INSERT INTO user_task_history (user_id, prompt) SELECT $1, 'fox ' || n FROM generate_series(1, 16000) AS n"
    async with as_owner(settings) as owner:
        async with in_process(settings) as application:
            user = application.new_client()
            await user.task("createTask", prompt="the first fox")
            await owner.execute(fill, user.id)
            await until(lambda: owner.fetchval(indexed))
            await owner.execute("BEGIN; LOCK TABLE task_record.prompt_tasks IN SHARE MODE")  # so that a rest is left
        assert 1 <= await owner.fetchval(indexed) < 16_001
        await owner.execute("COMMIT")
        async with in_process(settings):
            await until(lambda: owner.fetchval(indexed.replace("count(*)", "count(*) >= 16001")), 120)


@pytest.mark.own_database
async def test_tasks_of_all_users_are_indexed_without_a_request(new_client: NewClient, settings: Settings) -> None:
    administrator, users = new_client(role="admin"), [new_client(), new_client()]
    made = [await user.new_task("the fox") for user in users]
    of_all = """query ($user: ID) { admin { tasks(userId: $user, where: {labels: ["fox"]}) { nodes { id } } } }"""

    async def listed(user: str | None = None) -> list[str]:
        return [node["id"] for node in (await administrator.data(of_all, user=user))["admin"]["tasks"]["nodes"]]

    await note(settings)
    assert set(await listed()) == set(made)
    assert await listed(str(users[0].id)) == made[:1]
    own = '{ tasks(where: {labels: ["fox"]}) { nodes { id } } labels { taskCount } prompts { nodes { taskCount } } }'
    assert await users[1].data(own) == {
        "tasks": {"nodes": [{"id": made[1]}]},
        "labels": [{"taskCount": 1}],
        "prompts": {"nodes": [{"taskCount": 1}]},
    }
    lines = (await exported(users[0], "NDJSON", where={"labels": ["fox"]})).text.splitlines()
    assert [json.loads(line)["id"] for line in lines[:-1]] == made[:1]
    assert [one[0] for one in await similar(users[0], {"prompt": "the FOX"})] == made[:1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"to": {"prompt": "x" * 10_001}}, "10,000"),
        ({"to": {"image": {"dataUrl": "data:image/png;base64,x"}}}, "to.image"),
        ({"to": {"taskId": "1"}}, "to.taskId"),
        ({"to": {"prompt": "a"}, "first": 51}, "1 to 50"),
        ({"to": {"prompt": "a"}, "first": 0}, "1 to 50"),
    ],
)
async def test_invalid_queries_are_refused(user: Client, given: dict[str, Any], said: str) -> None:
    error = await user.error(SIMILAR, **given)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert said in error["message"]


async def test_earlier_images_are_indexed_later(user: Client, settings: Settings, database: Connection) -> None:
    task = await user.task("createTask", prompt="A fox")
    await user.task("completeTask", id=task["id"], image=drawing(8))
    before = await database.fetchval("DELETE FROM task_record.image_looks WHERE user_id = $1 RETURNING look", user.id)
    await database.execute("UPDATE task_record.index_progress SET number = 0 WHERE kind = 'looks'")
    await note(settings)
    found = await database.fetchval("SELECT look FROM task_record.image_looks WHERE user_id = $1", user.id)
    assert ((found ^ before) & (2**64 - 1)).bit_count() <= 4
