"""The files that docs/import.md shows are imported as it says."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.settings.settings import Settings
from tests.docs.examples import ROOT
from tests.pictures import picture
from tests.server.operations.importing.elsewhere import Elsewhere, another_server

PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
[LINES] = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
[PROGRAM] = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HISTORY = """
from datetime import UTC, datetime, timedelta

def pictures():
    for number in range(2):
        made_at = datetime(2025, 12, 31 - number, tzinfo=UTC)
        yield {"number": number, "customer": "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11", "prompt": "A fox",
            "model": "sdxl", "made_at": made_at, "ended_at": made_at + timedelta(seconds=4), "path": "fox.png",
            "kind": "png"}
"""


@pytest.fixture
async def elsewhere(own_settings: Settings) -> AsyncIterator[Elsewhere]:
    async with another_server(own_settings) as server:
        yield server


def written(directory: Path) -> None:
    """Write the page's lines, and run its program on a history of two pictures."""
    (directory / "tasks.ndjson").write_text(LINES)
    (directory / "history.py").write_text(HISTORY)
    (directory / "fox.png").write_bytes(picture())
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=directory, check=True)


@pytest.mark.slow
async def test_a_products_own_files_are_imported(elsewhere: Elsewhere, tmp_path: Path) -> None:
    written(tmp_path)
    for name, summary in (
        ("tasks.ndjson", "Imported: 1 tasks, and 0 images."),
        ("history.zip", "Imported: 2 tasks, and 2 images."),
        ("history.zip", "Imported: 0 tasks, and 0 images."),
    ):
        assert (await elsewhere.import_file(tmp_path / name))[-1] == summary
