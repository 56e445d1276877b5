"""Which version follows which is as docs/deploy.md says: `migrate` takes the database of each version before."""

import re
import tomllib

import pytest

from migrations.migrate import make_empty
from migrations.revisions import BASELINE, NAMES, REVISIONS
from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.migrations.conftest import LANDED, git, migrate
from tests.server.commands import TOP

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \|$", re.MULTILINE)
STATED = dict(ROW.findall((TOP / "docs" / "deploy.md").read_text(encoding="utf-8")))


def test_the_last_version_that_is_stated_is_this_one() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [*STATED][-1] == project["version"]
    assert {version for version in STATED if f"## [{version}]" not in changes} == set()


def test_no_migration_precedes_a_landed_one() -> None:
    """Databases of the commit that `.ci/landed` names have all of its steps."""
    git("merge-base", "--is-ancestor", LANDED, "HEAD")
    files = git("ls-tree", "-r", "--name-only", LANDED, "migrations/versions").split()
    landed = {NAMES.search(git("show", f"{LANDED}:{file}")) for file in files}
    revisions = {names[1] for names in landed if names}
    assert set(REVISIONS[: len(revisions)]) == revisions


def test_migrations_change_only_tables_in_one_transaction() -> None:
    """Functions come from the files, in the same transaction; what is committed by itself is for `finish`."""
    for revision in REVISIONS[REVISIONS.index(BASELINE) + 1 :]:
        [file] = (TOP / "migrations" / "versions").glob(f"{revision}_*.py")
        text = file.read_text(encoding="utf-8")
        changing = text[text.index("def upgrade()") :].partition("def finish()")[0]
        assert not re.search(r"\b(step|run|build_index|drop_index|fill|autocommit_block)\(", changing), file.name
        installed = r"CREATE (OR REPLACE )?(VIEW task_record|POLICY|TRIGGER)|migrations\.installed"
        assert not re.search(installed, text), file.name


@pytest.mark.slow
async def test_tables_of_an_earlier_version_are_upgraded(settings: Settings) -> None:
    """Into which a backup of that version is restored."""
    await make_empty(settings.database_owner_url.get_secret_value(), BASELINE, "UTC")
    await migrate(settings)
    assert await check(settings) == []
