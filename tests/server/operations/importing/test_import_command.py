"""`./run import` as an operator runs it."""

import asyncio
from pathlib import Path

import pytest

from tests.server.access.subjects import IDS, NAMESPACE, SUBJECT
from tests.server.commands import run, variables
from tests.server.operations.importing.elsewhere import Elsewhere
from tests.server.operations.importing.own_files import line, written


@pytest.mark.slow
async def test_it_prints_how_much_it_imports_or_why_nothing(elsewhere: Elsewhere, tmp_path: Path) -> None:
    path = written(tmp_path / "tasks", line(), line(status="done"))
    refused = await asyncio.to_thread(run, "import", path, **variables(elsewhere.settings))
    assert (refused.returncode, refused.stdout) == (1, "")
    expected = "PENDING, PROCESSING, COMPLETED, FAILED, CANCELED"
    assert refused.stderr == f"Nothing was imported: line 2: status: Must be one of {expected}.\n"
    written(path, line(), line())
    for arguments, last in (
        (["--dry-run"], "To import: 2 tasks, and 0 images."),
        ([], "Imported: 2 tasks, and 0 images."),
        ([], "Imported: 0 tasks, and 0 images."),
    ):
        done = await asyncio.to_thread(run, "import", path, *arguments, **variables(elsewhere.settings))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1] == last


@pytest.mark.slow
async def test_a_user_is_named_by_their_id_or_subject(elsewhere: Elsewhere, tmp_path: Path) -> None:
    """A subject needs the setting by which ids are made from subjects."""
    path = written(tmp_path / "tasks", line())
    given = ["import", path, "--user", SUBJECT]
    refused = await asyncio.to_thread(run, *given, **variables(elsewhere.settings))
    assert (refused.returncode, refused.stderr) == (
        2,
        f"'{SUBJECT}' is not a user; expected a user's id, a UUID, or a `sub`, with the setting USER_ID_NAMESPACE\n",
    )
    done = await asyncio.to_thread(run, *given, **variables(elsewhere.settings, USER_ID_NAMESPACE=NAMESPACE))
    assert (done.returncode, done.stderr) == (0, "")
    user = elsewhere.application.new_client(IDS[SUBJECT])
    assert len((await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 1


async def test_costs_in_a_currency_that_is_not_the_installations_are_a_wrong_setting(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    path = written(tmp_path / "tasks", line(cost="1"))
    await elsewhere.import_file(path)
    refused = await asyncio.to_thread(run, "import", path, **variables(elsewhere.settings, CURRENCY="EUR"))
    assert refused.returncode == 2
    assert refused.stderr.startswith("CURRENCY: EUR, but the costs in ")
    assert refused.stderr.count("\n") == 1
