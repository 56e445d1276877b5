"""A file that is not as an export is changes nothing, and one line says where, and what was expected."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from server.operations.importing.export_lines import RefusedFile
from tests.server.operations.importing.elsewhere import Elsewhere, refusal
from tests.server.operations.importing.own_files import OWNER, SUMMARY, Line, filled, line, written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks"


OTHER = str(uuid4())
WRONG: list[tuple[Line, str]] = [
    ({"id": "1"}, "id: Must be a UUID, such as 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"),
    ({"status": "completed"}, "status: Must be one of PENDING, PROCESSING, COMPLETED, FAILED, CANCELED"),
    ({"taskType": None}, "taskType: Must be one of IMAGE_GENERATION, IMAGE_EDIT, TEMPLATE_GENERATION"),
    ({"prompt": None}, "prompt: Must be a valid string"),
    ({"prompt": "a\0"}, "prompt: Must not contain the NUL character (U+0000), which PostgreSQL cannot store"),
    ({"tokensUsed": True}, "tokensUsed: Must be a valid integer"),
    ({"tokensUsed": "7"}, "tokensUsed: Must be a valid integer"),
    ({"tokensUsed": 1.5}, "tokensUsed: Must be a valid integer"),
    ({"tokensUsed": -1}, "tokensUsed: Must be greater than or equal to 0"),
    ({"tokensUsed": 2**31}, "tokensUsed: Must be less than or equal to 2147483647"),
    ({"imageCount": 17}, "imageCount: Must be less than or equal to 16"),
    ({"onlyServiceEnds": 1}, "onlyServiceEnds: Must be a valid boolean"),
    ({"cost": 1e12}, "cost: '1000000000000.0' is not an exact decimal: expected a string with up to 12 digits"),
    ({"cost": "-1"}, "cost: Must be greater than or equal to 0"),
    ({"cost": "NaN"}, "cost: 'NaN' is not an exact decimal: expected a string with up to 12 digits before the point"),
    ({"createdAt": 5}, "createdAt: '5' is not an instant: expected ISO 8601 with an offset"),
    ({"createdAt": "2026-01-01T00:00:00"}, "createdAt: '2026-01-01T00:00:00' is not an instant"),
    ({"createdAt": "0001-01-01T00:00:00+14:00"}, "createdAt: '0001-01-01T00:00:00+14:00' is not an instant"),
    ({"createdAt": "1969-12-31T23:59:59Z"}, "createdAt: Must be between 1970 and "),
    ({"createdAt": "9999-12-31T23:59:59Z"}, "createdAt: Must be between 1970 and "),
    ({"deadline": "9999-12-31T23:59:59Z"}, "deadline: Must be between 1970 and "),
    ({"completedAt": None}, "`completedAt` must be the time when it ended"),
    ({"status": "PENDING", "trashedAt": "2026-01-01T00:00:00Z"}, "`trashedAt` must be null until a task has ended"),
    ({"rating": 3}, "`rating` must be null unless a task is completed"),
    ({"rating": 6}, "rating: Must be less than or equal to 5"),
    ({"status": "COMPLETED", "failureCode": "quota"}, "`failureCode` must be null unless a task failed"),
    ({"failureCode": "Quota"}, "failureCode: Must be of `a-z0-9_`, for example `content_policy`"),
    ({"inputTokens": 2, "tokensUsed": 1}, "`tokensUsed` must be at least `inputTokens` and `outputTokens` together"),
    ({"externalId": ""}, "externalId: Must have at least 1 character"),
    ({"externalId": "x" * 201}, "externalId: Must have at most 200 characters"),
    ({"parameters": []}, 'parameters: Must be an object, such as `{"seed": 42}`'),
    ({"parameters": {"a": "\0"}}, "parameters: Must not contain the NUL character (U+0000)"),
    ({"parameters": {"a": "x" * 20_000}}, "parameters: Must have at most 16,384 bytes as JSON, and has 20,008"),
    ({"metadata": {"a": [[[[[[[[[[[]]]]]]]]]]]}}, "metadata: Must have at most 10 levels of objects and lists"),
    ({"modelVersion": 1}, "modelVersion: Must be a valid string"),
    ({"aspectRatio": "1" * 21}, "aspectRatio: Must have at most 20 characters"),
    ({"resultCount": 1}, "`resultCount` must be the number of `images`"),
    ({"images": [{}]}, "images.0: Must have either `file` or `url`"),
    ({"images": [{"file": "../x"}]}, "An image must have a `url`: only an archive has files"),
    ({"images": [{"url": "x", "width": "1"}]}, "images.0.width: Must be a valid integer"),
    ({"sources": [{"taskId": OTHER, "relation": "edit"}]}, "sources.0.relation: Must be one of RETRY, VARIATION"),
    (
        {"sources": [{"taskId": OTHER, "relation": "EDIT", "imageIndex": 16}]},
        "sources.0.imageIndex: Must be less than 16",
    ),
    ({"id": OTHER, "sources": [{"taskId": OTHER, "relation": "EDIT"}]}, "`sources` must be other tasks"),
    ({"creditsReserved": 5}, "creditsReserved: No field of this name is known"),
]


@pytest.mark.slow
async def test_a_wrong_value_is_named(elsewhere: Elsewhere, path: Path) -> None:
    for changes, expected in WRONG:
        told = await refusal(elsewhere, written(path, line(), line(**changes)))
        assert told.startswith("line 2: "), told
        assert told.removeprefix("line 2: ").startswith(expected), told
        assert not told.endswith(".."), told


@pytest.mark.slow
async def test_a_broken_file_is_refused(elsewhere: Elsewhere, path: Path) -> None:
    good, summary = json.dumps(line()).encode(), json.dumps({"summary": SUMMARY}).encode()
    for content, expected in (
        (b"", "line 1: It is incomplete: expected the last line"),
        (good, "line 2: It is incomplete: expected the last line"),
        (good + b"\n" + summary[:-1], "line 2: Unexpected end of data"),
        (good + b"\n" + good[:-5], "line 2: "),
        (summary + b"\n" + good + b"\n", "line 2: Nothing may follow the last line"),
        (good + b"\n" + summary + b"\n\n", "line 3: Nothing may follow the last line"),
        (good + b"\n" + good + b"\n" + summary, "line 2: `id` or `externalId` must not be that of line 1"),
        (summary + b"\n", "line 1: `tasks` must be the number of tasks, 0"),
        (b"\xef\xbb\xbfid,userId\r\n1,2\r\n", "line 1: Must be a JSON object: expected an export as NDJSON or ZIP"),
        (b"\xff\xfe{}\n", "line 1: "),
        (b'"a"\n', "line 1: Must be a JSON object"),
        (b"[" * 10_000 + b"\n", "line 1: "),
        (b'{"id": "' + b"x" * 3_000_000, "line 1: It is longer than 1,048,576 bytes"),
        (good.replace(b"a fox", b"\xed\xa0\x80"), "line 1: "),
        (b'{"summary": {"tasks": "0", "exportedAt": "2026-01-01T00:00:00Z"}}', "line 1: summary.tasks: Must be a"),
    ):
        told = await refusal(elsewhere, filled(path, content))
        assert told.startswith(expected), (content[:100], told)


@pytest.mark.slow
async def test_lineages_that_cannot_be_are_refused(elsewhere: Elsewhere, path: Path) -> None:
    ids = [str(uuid4()) for _ in range(4)]
    sources = [[{"taskId": ids[(n + 1) % 4], "relation": "EDIT"}] for n in range(4)]
    circle = [line(id=one, sources=made_from) for one, made_from in zip(ids, sources, strict=True)]
    told = await refusal(elsewhere, written(path, *circle))
    assert told == "line 1: `sources` must not lead back to the task itself."
    others = [line(id=ids[0], sources=sources[0]), line(id=ids[1], userId=str(uuid4()))]
    assert await refusal(elsewhere, written(path, *others)) == "line 1: `sources` must be tasks of the same user."


@pytest.mark.slow
async def test_ids_belong_to_one_user_and_external_ids_to_one_task(elsewhere: Elsewhere, path: Path) -> None:
    one, other = line(externalId="r8"), line(externalId="r8")
    told = await refusal(elsewhere, written(path, one, other))
    assert told == "line 2: `id` or `externalId` must not be that of line 1."
    await elsewhere.import_file(written(path, one))
    with pytest.raises(RefusedFile, match=f"line 2: `externalId` .* another task: {one['id']}"):
        await elsewhere.import_file(written(path, line(), other))
    theirs = await elsewhere.application.new_client().task("createTask", prompt="a fox")
    with pytest.raises(RefusedFile, match="line 2: `id` must not be that of another user's task"):
        await elsewhere.import_file(written(path, line(), line(id=theirs["id"])))
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM user_task_history") == 2


async def test_costs_in_another_currency_are_refused(elsewhere: Elsewhere, path: Path) -> None:
    summary = json.dumps({"summary": SUMMARY | {"currency": "CNY"}})
    told = await refusal(elsewhere, filled(path, f"{json.dumps(line(cost='1'))}\n{summary}".encode()))
    assert told == "line 1: `cost` must be in USD, the CURRENCY, and costs are in CNY."
    assert len(await elsewhere.import_file(filled(path, f"{json.dumps(line())}\n{summary}".encode()))) == 2


VIEW = {
    "id": OWNER,
    "userId": OWNER,
    "name": "Foxes",
    "where": {"status": ["FAILED"]},
    "createdAt": "2026-01-01T00:00:00Z",
}
VIEW |= {"orderBy": {"field": "COST", "direction": "ASC"}}


def with_views(path: Path, *views: object) -> Path:
    return filled(path, json.dumps({"summary": SUMMARY | {"tasks": 0, "savedViews": views}}).encode())


@pytest.mark.slow
async def test_views_are_as_the_api_takes_them_or_refuse_the_file(elsewhere: Elsewhere, path: Path) -> None:
    for wrong, expected in (
        ({"name": " "}, "savedViews.0.name: Must contain a visible character"),
        ({"where": {"prompt": "fox"}}, "savedViews.0.where.prompt: No field of this name"),
        ({"where": {"status": ["failed"]}}, "savedViews.0.where.status.0: Must be one of"),
        ({"where": {"modelVersion": ["x" * 4096]}}, "savedViews.0.where: Must have at most 4,096 bytes"),
        ({"orderBy": {"field": "NAME", "direction": "ASC"}}, "savedViews.0.orderBy.field: Must be one of"),
    ):
        assert expected in await refusal(elsewhere, with_views(path, VIEW | wrong))
    assert "summary.savedViews: Must have at most 100" in await refusal(elsewhere, with_views(path, *[VIEW] * 101))
    others = [{"id": str(uuid4())}, {"name": "Hens"}, {"id": str(uuid4()), "name": "Hens"}]
    [*_, told] = await elsewhere.import_file(with_views(path, VIEW, *[VIEW | other for other in others]))
    assert told == "2 of 4 saved views were imported: those with a new id and name, up to 100 per user."


@pytest.mark.slow
async def test_a_user_who_was_erased_since_is_not_imported(elsewhere: Elsewhere, path: Path) -> None:
    erased = "INSERT INTO task_record.erasures (user_id, tasks, images, sent_until) VALUES ($1, 0, 0, now())"
    await elsewhere.owner.execute(erased, OWNER)
    with pytest.raises(RefusedFile, match=r"The user 0d4b1a4e-\S+ was erased on .* must not be imported"):
        await elsewhere.import_file(with_views(path, VIEW))
    with pytest.raises(RefusedFile, match=r"The user 0d4b1a4e-\S+ was erased on .* must not be imported"):
        await elsewhere.import_file(written(path, line()))
    await elsewhere.owner.execute("UPDATE task_record.erasures SET requested_at = '2025-01-01'")
    assert len(await elsewhere.import_file(path)) == 2
