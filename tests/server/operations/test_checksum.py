"""The checksum of sources, after a change of which the page is built, or a database migrated, again."""

from pathlib import Path

import pytest

from server.operations.checking.built_pages import checksum


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("src/App.tsx", True),
        ("src/latest.ts", True),
        ("package-lock.json", True),
        ("src/filters.test.ts", False),
        ("src/useErrorText.test.tsx", False),
        ("tests/support/server.ts", False),
        ("README.md", False),
        ("screenshots/dark.png", False),
        ("dist/assets/index.js", False),
        ("node_modules/react/index.js", False),
    ],
)
def test_sources_count_and_nothing_else(tmp_path: Path, name: str, counts: bool) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "index.html").touch()
    seen = [checksum(tmp_path)]
    for content in ("one", "other"):
        file.write_text(content)
        seen.append(checksum(tmp_path))
    assert len(set(seen)) == (3 if counts else 1)
