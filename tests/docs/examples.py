"""
Reads the examples of a Markdown file. An example is a block ```graphql or ```sh, an optional block ```json
title="variables", and a block ```json with the answer; or a block ```json title="event", which is the body that a
webhook is sent.

In an answer "…" stands for any value but null, and "…name" for a value that is the same wherever the name occurs in
later answers and requests. A member `"…": "…"` of an object stands for any others that it has.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STORY = [
    ROOT / "docs" / f"{page}.md"
    for page in (
        "api",
        "transport",
        "errors",
        "limits",
        "images",
        "tasks",
        "lists",
        "usage",
        "exports",
        "backends",
        "administration",
    )
]
"""The pages of one user's story, in order: an example uses what earlier ones, on any of these pages, have recorded."""

BLOCK = re.compile(r'^```(\w+)(?: title="(\w+)")?\n((?:(?!```).*\n)*)```$', re.MULTILINE)
PLACEHOLDER = re.compile(r"…(\w*)")


@dataclass
class Example:
    line: int
    language: str
    caller: str
    request: str
    variables: str = "{}"
    answer: str | None = None


def read_examples(path: Path) -> list[Example]:
    text = path.read_text(encoding="utf-8")
    examples: list[Example] = []
    for block in BLOCK.finditer(text):
        language, note, content = block.groups("")
        if language in {"graphql", "sh"}:
            line = text.count("\n", 0, block.start()) + 1
            examples.append(Example(line, language, note, content))
        elif (language, note) == ("json", "event"):
            line = text.count("\n", 0, block.start()) + 1
            examples.append(Example(line, note, "", "", answer=content))
        elif language == "json" and note == "variables":
            examples[-1].variables = content
        elif language == "json":
            assert examples[-1].answer is None, f"a second answer after line {examples[-1].line}"
            examples[-1].answer = content
    return examples


class Names:
    """The values of named placeholders, and the addresses of the test's servers by those in the documentation."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.addresses: dict[str, str] = {}

    def fill(self, request: str) -> str:
        return re.sub(r"…(\w+)", lambda name: str(self.values[name[1]]), self.found(request))

    def found(self, text: str) -> str:
        """Return the text with the addresses of the test's servers."""
        for told, here in self.addresses.items():
            text = text.replace(told, here)
        return text

    def compare(self, expected: Any, actual: Any, path: str = "") -> None:
        if isinstance(expected, str) and (placeholder := PLACEHOLDER.fullmatch(expected)):
            assert actual is not None, f"{path} is null"
            if name := placeholder[1]:
                expected = self.values.setdefault(name, actual)
                assert actual == expected, f"{path} is {actual!r}, not {expected!r} as before"
        elif isinstance(expected, dict) and isinstance(actual, dict):
            shown = expected.keys() - {"…"}
            missing = shown - actual.keys() if "…" in expected else shown ^ actual.keys()
            assert not missing, f"{path} has {[*actual]}, not {[*expected]}"
            for key, value in [(key, value) for key, value in expected.items() if key in shown]:
                self.compare(value, actual[key], f"{path}.{key}")
        elif isinstance(expected, list) and isinstance(actual, list):
            assert len(expected) == len(actual), f"{path} has {len(actual)} entries, not {len(expected)}: {actual}"
            for index, value in enumerate(expected):
                self.compare(value, actual[index], f"{path}[{index}]")
        else:
            assert actual == expected, f"{path} is {actual!r}, not {expected!r}"
