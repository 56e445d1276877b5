from pathlib import Path

import pytest

from server.operations.checking.built_pages import Built, checksum, problems_of_pages
from server.operations.checking.problem import Problem

REMEDY = "./run build-page"


def test_a_page_that_is_missing_or_of_another_version_is_named(tmp_path: Path) -> None:
    sources = "first"
    page = Built("page", tmp_path / "dist", "/ and /admin", tmp_path / "package.json", lambda: sources)
    missing = Problem("The page is not built: there is nothing at / and /admin.", REMEDY)
    stale = Problem("The page is of another version than the server.", REMEDY)
    assert problems_of_pages([page]) == [missing]
    page.source.touch()
    page.directory.mkdir()
    (page.directory / "index.html").touch()
    assert problems_of_pages([page]) == [stale]
    (page.directory / ".built-from").write_text("first\n")
    assert problems_of_pages([page]) == []
    sources = "second"
    assert problems_of_pages([page]) == [stale]


def test_where_there_are_no_sources_a_page_is_right(tmp_path: Path) -> None:
    """As in a container's image."""
    (tmp_path / "index.html").touch()
    assert problems_of_pages([Built("page", tmp_path, "/", tmp_path / "package.json", lambda: "")]) == []


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        (True, ("src/App.tsx", "src/latest.ts", "package-lock.json")),
        (False, ("src/filters.test.ts", "src/useErrorText.test.tsx", "tests/support/server.ts", "README.md")),
        (False, ("screenshots/dark.png", "dist/assets/index.js", "node_modules/react/index.js")),
    ],
)
def test_the_checksum_is_of_sources_alone(tmp_path: Path, changes: bool, names: tuple[str, ...]) -> None:
    (tmp_path / "index.html").touch()
    for name in names:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        seen = {checksum(tmp_path)}
        for content in ("one", "other"):
            file.write_text(content)
            seen.add(checksum(tmp_path))
        assert len(seen) == (3 if changes else 1), name
