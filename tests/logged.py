"""
Records all that is logged while tests run, down to DEBUG, and finds secrets in it: tokens, signatures, passwords, and
the prompts that tests send over any transport.
"""

import atexit
import re
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

import orjson

from resolvers.access import Caller
from server.execution.admission import Admission, Admitted
from server.observation.line_queue import LINES
from server.observation.logs import set_up_logs
from server.requests.request import GraphQLRequest

LOGGED = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - it is open as long as the process runs
atexit.register(LOGGED.close)
PROMPTS: set[str] = set()
LITERAL = re.compile(r'prompt: *"([^"\\]*)"')
SYLLABLE, ARTICLE = re.compile(r"[^\W\d_]{2}"), re.compile(r"[^\W\d_] [^\W\d_]{2}")
VARYING = re.compile(r"[0-9a-f]{8}[0-9a-f-]*|\d+")
SECRETS = [
    re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+"),
    re.compile(r"X-Amz-(?:Signature|Security-Token)=\w+", re.IGNORECASE),
    re.compile(r"/export/[\w-]{20,}|/s/[\w-]{22}\b"),
    re.compile(r"://[^:/@\s]+:(?!password@)[^/@\s…]+@"),  # `password` is in the example of `check`
]
admit = Admission.admit


def note_prompts(values: object) -> None:
    """Remember each `prompt` in the values that are sent."""
    PROMPTS.update(prompt for prompt in prompts_in(values) if is_recognizable(prompt))


def is_recognizable(prompt: str) -> bool:
    """Return whether a prompt consists of several words: a shorter one may be in a line of the log by chance."""
    return bool(ARTICLE.search(prompt)) or sum(bool(SYLLABLE.search(word)) for word in prompt.split()) > 1


def prompts_in(values: object) -> Iterator[str]:
    if isinstance(values, dict):
        if isinstance(prompt := values.get("prompt"), str):
            yield prompt
        values = list(values.values())
    if isinstance(values, list):
        for value in values:
            yield from prompts_in(value)


async def admit_and_note(self: Admission, caller: Caller, asks: GraphQLRequest, *more: Any) -> Admitted:
    note_prompts(asks.variables)
    note_prompts([{"prompt": literal} for literal in LITERAL.findall(asks.query or "")])
    return await admit(self, caller, asks, *more)


def record_logs() -> None:
    set_up_logs("debug", as_json=True, stream=LOGGED)
    Admission.admit = admit_and_note  # type: ignore[method-assign, assignment]


def logged() -> str:
    LINES.flush()
    LOGGED.flush()
    LOGGED.seek(0)
    return LOGGED.read()


def found_secrets(text: str, prompts: set[str]) -> set[str]:
    """Return the lines that hold a secret or a prompt; of lines that differ only in numbers and ids, one."""
    lines = {VARYING.sub("#", line): line for line in text.splitlines()}
    secret = {line for line in lines.values() if any(pattern.search(line) for pattern in SECRETS)}
    joined = "\n".join(lines)
    for prompt in {VARYING.sub("#", orjson.dumps(prompt).decode()[1:-1]) for prompt in prompts}:
        if prompt in joined:
            print(f"A line of the log has the prompt {prompt!r}.")  # noqa: T201
            secret |= {original for line, original in lines.items() if prompt in line}
    return secret
