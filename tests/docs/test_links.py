import re
from pathlib import Path

import pytest

from tests.docs.examples import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "web" / "README.md", *ROOT.glob("clients/*/README.md")]
LINK = re.compile(r"\]\((?!\w+:)([^)#]*)#?([^)]*)\)")
FOLDERS = "server|schema|resolvers|models|storage|migrations|tests|benchmarks|clients|web|docs"
PATH = re.compile(rf"`((?:{FOLDERS})/[\w/.-]*)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the anchors of the page's headings, as GitHub makes them."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path, anchor in LINK.findall(text):
        target = page.parent / path if path else page
        assert target.exists(), f"{path} is missing"
        assert not anchor or anchor in anchors(target), f"{path}#{anchor} is missing"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_that_are_named_are_there(page: Path) -> None:
    named = PATH.findall(page.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", [*ROOT.glob("docs/*.md")], ids=lambda page: page.name)
def test_documentation_links_to_nothing_that_its_site_has_not(page: Path) -> None:
    """The site has only docs/; other files are named without a link."""
    assert [path for path, _ in LINK.findall(page.read_text(encoding="utf-8")) if path.startswith("..")] == []
