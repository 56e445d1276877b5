"""Retention spares what is starred, where the plan says so."""

from pathlib import Path
from uuid import UUID

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.application import Application
from tests.resolvers.boards.stars import found, star
from tests.resolvers.retention.ages import PLANS, age, with_plans
from tests.server.commands import run, variables


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path)


@pytest.mark.own_database
@pytest.mark.slow
async def test_starred_tasks_are_spared_and_counted(
    settings: Settings, application: Application, database: Connection, tmp_path: Path
) -> None:
    user = application.new_client(plan="brief")
    old, starred, young = [await user.new_task(f"Fox {n}") for n in range(3)]
    for task_id, days in ((old, 40), (starred, 40), (young, 25)):
        await age(database, task_id, days)
    await star(user, starred, young)

    def purge(plans: str, *options: str) -> list[str]:
        settled = with_plans(settings, tmp_path, plans)
        ran = run("purge", *options, **variables(settled, PLANS_FILE=str(settled.plans_file)))
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout.splitlines()

    spared = "Spared, as they are starred: 1 tasks, the images of 0 and the prompts of 1."
    said = "1 tasks, 0 in the trash, the images of 0 and the prompts of 0."
    assert purge(PLANS, "--dry-run") == [f"Due: {said} Nothing was removed. {spared}"]
    assert purge(PLANS) == [f"Removed: {said} {spared}"]
    assert await found(user, True) == {starred, young}
    prompts = "SELECT prompt FROM user_task_history WHERE id = ANY ($1) ORDER BY prompt"
    kept = [row["prompt"] for row in await database.fetch(prompts, [UUID(starred), UUID(young)])]
    assert kept == ["Fox 1", "Fox 2"]
    strict = PLANS + "retention_spares_starred = false\n"
    assert purge(strict) == ["Removed: 1 tasks, 0 in the trash, the images of 0 and the prompts of 1."]
    assert await found(user, True) == {young}
