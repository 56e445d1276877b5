"""Functions, triggers, policies and views of a migrated database are those of the files in migrations/sql."""

import re
from pathlib import Path

import pytest

import migrations
from migrations.installed import differences, statements
from server.operations.checking.check import check
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from tests.migrations.conftest import migrate
from tests.migrations.state import state
from tests.models.connections import as_owner

BODIES = """
SELECT 'FUNCTION task_record.' || proname AS name, prosrc FROM pg_proc
WHERE pronamespace = 'task_record'::regnamespace AND proname <> 'time_zone' AND proname NOT LIKE '%pgqueuer%'"""
DRIFT = """
CREATE OR REPLACE FUNCTION task_record.count_delete() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
COMMENT ON FUNCTION task_record.count_delete() IS 'another text';
DROP TRIGGER count_update ON user_task_history;
DROP POLICY own_select ON task_record.exports;
CREATE POLICY obsolete ON user_task_history FOR SELECT TO service_role USING (true);
CREATE FUNCTION task_record.obsolete() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER obsolete AFTER INSERT ON user_task_history FOR EACH ROW EXECUTE FUNCTION task_record.obsolete();
CREATE VIEW task_record.obsolete AS SELECT * FROM task_record.unowned_objects"""


CHECKED = [
    (
        "DROP FUNCTION task_record.erase_user",
        Problem("The database lacks what this server calls: FUNCTION task_record.erase_user.", "./run migrate"),
    ),
    (
        "COMMENT ON FUNCTION task_record.erase_user IS 'another text'",
        Problem(
            "The database has another version of what this server calls: FUNCTION task_record.erase_user.",
            "./run migrate, or servers of the version that has migrated it",
            Severity.WARNING,
        ),
    ),
]
"""Changes to a migrated database, and what `check` reports."""


def test_a_file_begins_with_a_comment() -> None:
    """Text before the first CREATE is not run."""
    for path in (Path(migrations.__path__[0]) / "sql").rglob("*.sql"):
        head = re.split(r"^CREATE ", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
        assert all(line.startswith("--") for line in head.splitlines()), path
        assert head, path  # says what it is for


async def test_a_migrated_database_has_the_texts_of_the_files(settings: Settings) -> None:
    await migrate(settings)
    async with as_owner(settings) as owner:
        assert await differences(owner) == ([], [], [])
        bodies = dict(await owner.fetch(BODIES))
        functions = {name: text for name, text in statements().items() if name.startswith("FUNCTION")}
        assert bodies == {name: text.split("$$")[1] for name, text in functions.items()}
        installed = await state(settings)
        for name in statements():
            await owner.execute(f"COMMENT ON {name} IS NULL")
        await migrate(settings)  # installs the text of each file again
        assert await state(settings) == installed


@pytest.mark.slow
async def test_differing_objects_are_installed_and_unknown_ones_dropped(settings: Settings) -> None:
    await migrate(settings)
    installed = await state(settings)
    async with as_owner(settings) as owner:
        await owner.execute(DRIFT)
        assert await differences(owner) == (
            ["POLICY own_select ON task_record.exports", "TRIGGER count_update ON public.user_task_history"],
            ["FUNCTION task_record.count_delete"],
            [
                *("VIEW task_record.obsolete", "TRIGGER obsolete ON public.user_task_history"),
                *("POLICY obsolete ON public.user_task_history", "FUNCTION task_record.obsolete"),
            ],
        )
        await migrate(settings)
        assert await state(settings) == installed
        for change, problem in CHECKED:
            await owner.execute(change)
            assert await check(settings) == [problem]
            await migrate(settings)
            assert await check(settings) == []
