"""Which version follows which is as docs/deploy.md says: `migrate` takes the database of each version before."""

import re
import tomllib
from pathlib import Path

import pytest

from migrations.migrate import make_empty
from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.migrations.conftest import migrate

TOP = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \|$", re.MULTILINE)
STATED = dict(ROW.findall((TOP / "docs" / "deploy.md").read_text(encoding="utf-8")))
BASELINE = "0028"


def test_the_last_version_that_is_stated_is_this_one() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [*STATED][-1] == project["version"]
    assert {version for version in STATED if f"## [{version}]" not in changes} == set()


@pytest.mark.slow
@pytest.mark.parametrize("revision", [BASELINE, *re.findall(r"^`(\d{4})`$", "\n".join(STATED.values()), re.MULTILINE)])
async def test_the_database_of_each_version_is_brought_to_this_one(settings: Settings, revision: str) -> None:
    await make_empty(settings.database_owner_url.get_secret_value(), revision, "UTC")
    await migrate(settings)
    assert await check(settings) == []
