"""
Checks the prose that is written by hand: documents, docstrings, comments and messages.

`python -m tests.docs.prose [PATH …]` prints what textlint finds in these files and folders, or in all.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from inspect import cleandoc
from pathlib import Path

from tests.clients.node import node_home
from tests.docs.examples import ROOT

HERE = Path(__file__).parent
Fragment = tuple[int, str]
"""The line where a piece of prose begins, and its text."""

GENERATED = re.compile(
    r"generated|^docs/reference\.md|^benchmarks/RESULTS\.md|^schema/\w+\.graphql|^tests/schema/contract\.graphql"
    r"|^migrations/baseline/"
)
DERIVED = re.compile(r"\W*(derived|generated)\b", re.IGNORECASE)
"""What the first line of a generated file begins with."""
PRAGMA = re.compile(r"!|noqa|type:|ruff:|fmt:|mypy:|biome-ignore|@ts-|eslint|language=|[-=]{3}")
MESSAGE_CALLS = {"echo", "secho", "ErrorCode", "ClickException", "BadParameter", "UsageError"}
MESSAGE_ARGUMENTS = {"description", "help", "deprecation_reason"}
SQL_MESSAGE = re.compile(r"\b(?:RAISE \w+|MESSAGE =|HINT =|DETAIL =|IS)\s+'((?:[^']|'')+ (?:[^']|'')+)'")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)"')
BLOCK = re.compile(r"(?<![^\s{(,])/\*+(.*?)\*/", re.DOTALL)


def line_of(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def whole_comments(comments: list[tuple[int, bool, str]]) -> Iterator[Fragment]:
    """Join comments on lines of their own, one below the other; others stand behind code."""
    previous = -1
    whole: list[tuple[int, list[str]]] = []
    for number, is_alone, comment in comments:
        if is_alone and number == previous + 1:
            whole[-1][1].append(comment)
        else:
            whole.append((number, [comment]))
        previous = number if is_alone else -1
    yield from ((number, "\n".join(lines)) for number, lines in whole)


def line_comments(text: str, marker: str) -> Iterator[Fragment]:
    comment = re.compile(rf"(.*?)(?:(?<=\s)|^){marker}(?: (.*))?$")
    found = [
        (number, not match[1].strip(), match[2] or "")
        for number, line in enumerate(text.splitlines(), 1)
        if marker in line and (match := comment.match(line))
    ]
    yield from whole_comments([one for one in found if not PRAGMA.match(one[2])])


def spoken(node: ast.AST) -> Iterator[Fragment]:
    """The strings below a node that are more than a word; values that are formatted into them are X."""
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values]
        yield node.lineno, "".join(parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        text = node.value.lstrip()
        yield node.lineno + node.value.count("\n", 0, len(node.value) - len(text)), cleandoc(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from spoken(child)


def is_prose(node: ast.AST) -> bool:
    """Whether the strings below the node are a docstring, also of an attribute, or a message."""
    match node:
        case ast.Raise() | ast.Expr(value=ast.Constant()):
            return True
        case ast.keyword(arg=name):
            return name in MESSAGE_ARGUMENTS
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in MESSAGE_CALLS
    return False


def in_python(text: str) -> Iterator[Fragment]:
    yield from line_comments(text, "#")
    yield from {one for node in ast.walk(ast.parse(text)) if is_prose(node) for one in spoken(node)}


def in_sql(text: str) -> Iterator[Fragment]:
    yield from line_comments(text, "--")
    yield from (
        (line_of(text, m.start()), m[1].replace("''", "'").replace("%", "X")) for m in SQL_MESSAGE.finditer(text)
    )


def in_script(text: str) -> Iterator[Fragment]:
    yield from line_comments(text, "//")
    for match in BLOCK.finditer(text):
        yield line_of(text, match.start(1)), re.sub(r"^[ \t]*\*? ?", "", match[1], flags=re.MULTILINE)


def in_words(text: str) -> Iterator[Fragment]:
    yield from in_script(text)
    yield from ((line_of(text, m.start()), m[1]) for m in QUOTED.finditer(text))


SETTINGS = ("yaml", "yml", "toml", "conf", "service", "timer", "example", "graphql", "run", "Dockerfile")
READERS: dict[str, Callable[[str], Iterator[Fragment]]] = {
    "md": lambda text: iter([(1, text)]),
    "py": in_python,
    "sql": in_sql,
    **dict.fromkeys(("ts", "tsx", "mjs", "css"), in_script),
    **dict.fromkeys(SETTINGS, partial(line_comments, marker="#")),
}
"""By the end of a file's name."""


def fragments_of(path: str, text: str) -> list[Fragment]:
    read = in_words if path.endswith("/en.ts") else READERS.get(re.split(r"[/.]", path)[-1])
    if read is None or GENERATED.search(path) or DERIVED.match(text):
        return []
    return sorted((line, fragment) for line, fragment in read(text) if " " in fragment)


def files(paths: list[str]) -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *paths]
    named = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for path in named if (ROOT / path).is_file()]


def lint(texts: list[str]) -> list[list[tuple[int, str]]]:
    """Return the line and the message of each finding, by text."""
    node = str(node_home() / "bin" / "node")
    done = subprocess.run(
        [node, "lint.mjs"], cwd=HERE, input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True
    )
    return [[(one["line"], one["message"]) for one in found] for found in json.loads(done.stdout)]


def check(paths: list[str]) -> list[str]:
    """Return what is wrong, as `file:line: what, and what to write instead`."""
    read: list[tuple[str, list[int], str]] = []
    for path in files(paths):
        fragments = fragments_of(path, (ROOT / path).read_text(encoding="utf-8", errors="replace"))
        lines = [line for start, text in fragments for line in range(start, start + text.count("\n") + 2)]
        read.append((path, lines, "\n\n".join(text for _, text in fragments)))
    found = lint([text for _, _, text in read])
    return [
        f"{path}:{lines[line - 1]}: {message}"
        for (path, lines, _), messages in zip(read, found, strict=True)
        for line, message in messages
    ]


if __name__ == "__main__":
    wrong = check(sys.argv[1:])
    sys.stdout.writelines(f"{one}\n" for one in wrong)
    sys.exit(f"{len(wrong)} findings" if wrong else 0)
