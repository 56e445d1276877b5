"""An import writes tasks into the database of their user, and ids are unique among all databases."""

from pathlib import Path
from uuid import UUID

import pytest

from server.operations.importing.export_lines import RefusedFile
from server.operations.importing.import_tasks import import_tasks
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import picture
from tests.server.operations.importing.archives import archive_of
from tests.server.operations.importing.elsewhere import packed
from tests.server.operations.importing.own_files import line

READ = "{ tasks { nodes { id images { sha256 } } } statistics { totalTasks } }"


@pytest.mark.slow
async def test_tasks_come_to_where_their_users_are(
    settings: Settings, application: ServedApplication, users: list[Client], tmp_path: Path
) -> None:
    lines = [line(userId=str(user.id), status="COMPLETED") for user in users for _ in range(2)]
    path = packed(tmp_path / "tasks.zip", archive_of(lines, [picture(seed=n) for n in range(len(lines))]))
    for _ in range(2):
        await import_tasks(settings, path, None, print, dry_run=False)
    for number, user in enumerate(users):
        found = await user.data(READ)
        assert found["statistics"] == {"totalTasks": 3}
        brought = {task["id"] for task in found["tasks"]["nodes"] if task["images"]}
        assert brought == {one["id"] for one in lines[2 * number : 2 * number + 2]}


@pytest.mark.slow
async def test_an_id_of_another_database_refuses_the_file(
    settings: Settings, users: list[Client], tmp_path: Path
) -> None:
    first, second = users[:2]
    [theirs] = (await second.data(READ))["tasks"]["nodes"]
    lines = [line(userId=str(first.id)), line(userId=str(first.id), id=theirs["id"])]
    path = packed(tmp_path / "tasks.zip", archive_of(lines, [picture()] * 2))
    with pytest.raises(RefusedFile, match="line 2: `id` must not be that of another user's task"):
        await import_tasks(settings, path, None, print, dry_run=False)
    with pytest.raises(RefusedFile, match="line 2: `id` must not be that of another user's task"):
        await import_tasks(settings, path, UUID(int=7), print, dry_run=False)
    assert (await first.data(READ))["statistics"] == {"totalTasks": 1}
