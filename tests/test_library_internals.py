"""What the code relies on of libraries beyond what they document is still there; if not, which upgrade broke what."""

import ast
import inspect
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[1]
FLOORS = ("server", "schema", "resolvers", "models", "storage", "migrations")
LIBRARIES: dict[str, dict[str, Any]] = tomllib.loads((TOP / "tests" / "library_internals.toml").read_text())
INTERNALS = [(library, internal) for library, known in LIBRARIES.items() for internal in known["internals"]]
DOCUMENTED = {
    "cryptography",
    "opentelemetry",
    "mcp.server.streamable_http_manager",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext.asyncio",
    "starlette.middleware.cors",
    "strawberry.schema.config",
}
"""Modules of three names or more that their libraries document; of the first two libraries, all."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("library", "internal"), INTERNALS, ids=lambda one: one if isinstance(one, str) else one["name"]
)
def test_an_internal_is_as_it_was_seen(library: str, internal: dict[str, Any]) -> None:
    upgrade = f"{library} {version(library)} (last seen to work: {LIBRARIES[library]['seen']})"
    where = " and ".join(internal["by"])
    assert [*missing(internal)] == [], f"{upgrade} breaks {where}, which needs {internal['name']} to {internal['to']}"


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_version_is_the_one_that_was_looked_at(library: str) -> None:
    message = f"Once all tests pass with {library} {version(library)}, write it as `seen` in library_internals.toml."
    assert version(library) == LIBRARIES[library]["seen"], message


@pytest.mark.slow
def test_imports_from_internal_modules_are_listed() -> None:
    """Modules that begin with an underscore are internal, and those with three names or more, unless DOCUMENTED."""
    listed = {(path, internal["name"].partition(":")[0]) for _, internal in INTERNALS for path in internal["by"]}
    assert sorted(set(imported()) - listed) == []
    assert [path for path, _ in listed if not (TOP / path).exists()] == []


def missing(internal: dict[str, Any]) -> Iterator[str]:
    """What the internal should have and has not."""
    module, _, name = internal["name"].partition(":")
    try:
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        yield str(error)
        return
    members = members_of(found) if "members" in internal else set()
    yield from (f"member {one}" for one in internal.get("members", "").split() if one not in members)
    ordered, _, anywhere = internal.get("parameters", "").partition("…")
    if ordered or anywhere:
        taken = [*inspect.signature(found).parameters]
        if taken[: len(ordered.split())] != ordered.split():
            yield f"parameters {ordered}, but {' '.join(taken)}"
        yield from (f"parameter {one}" for one in anywhere.split() if one not in taken)
    if internal.get("source", "") not in source_of(found):
        yield f"source {internal['source']!r}"


def members_of(kind: Any) -> set[str]:
    """The attributes of a class, and of its instances as far as its methods or annotations name them."""
    names = {*dir(kind)}
    for base in inspect.getmro(kind):
        names |= {*inspect.get_annotations(base)}
        attributes = ast.walk(ast.parse(source_of(base)))
        names |= {one.attr for one in attributes if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)}
    return names


def source_of(thing: Any) -> str:
    """Its source; empty for what is built in or compiled."""
    function = thing.func if hasattr(thing, "func") else getattr(thing, "fget", None) or thing
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def imported() -> Iterator[tuple[str, str]]:
    """The files that import from an internal module of a library, and the module."""
    ours = {*FLOORS, *sys.stdlib_module_names}
    for floor in FLOORS:
        for path in (TOP / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    library, *rest = node.module.split(".")
                    is_internal = len(rest) > 1 or any(part.startswith("_") for part in rest)
                    if is_internal and library not in ours and not DOCUMENTED & {library, node.module}:
                        yield str(path.relative_to(TOP)), node.module
