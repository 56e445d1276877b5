"""A document is parsed and validated once, over whichever transport and however often it is sent."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from graphql import ValidationContext
from graphql.language.parser import Parser

from tests.api import Client
from tests.application import ServedApplication
from tests.server.http.subscriber import greeted, receive_message, subscribe


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts how often graphql-core has parsed and validated a document."""
    done: Counter[str] = Counter()
    parse, begin = Parser.parse_document, ValidationContext.__init__

    def counted_parse(self: Parser) -> Any:
        done["parsed"] += 1
        return parse(self)

    def counted_begin(self: ValidationContext, *arguments: Any, **options: Any) -> None:
        done["validated"] += 1
        begin(self, *arguments, **options)

    monkeypatch.setattr(Parser, "parse_document", counted_parse)
    monkeypatch.setattr(ValidationContext, "__init__", counted_begin)
    return done


def new_text(selection: str, operation: str = "query") -> str:
    return f"{operation} Once_{uuid4().hex} {{ {selection}\n}}"


@pytest.mark.parametrize(
    "selection",
    [
        "viewer { id }",
        "tasks(first: 101) { nodes { id } }",  # refused by a resolver
        "viewer { unknown }",
        "viewer { id } #" + "x" * 20_000,
    ],
)
async def test_over_http(user: Client, done: Counter[str], selection: str) -> None:
    text = new_text(selection)
    answers = [await user.post(text) for _ in range(3)]
    assert done == {"parsed": 1, "validated": 1}
    assert [answer.get("data") for answer in answers[1:]] == [answers[0].get("data")] * 2
    assert [answer.get("errors") for answer in answers[1:]] == [answers[0].get("errors")] * 2


async def test_a_document_that_is_refused_by_its_text_is_not_validated(user: Client, done: Counter[str]) -> None:
    for _ in range(2):
        await user.error(new_text("a { " * 20 + "}" * 20))
    assert done == {"parsed": 2}


async def test_over_a_websocket(server: ServedApplication, done: Counter[str]) -> None:
    user, text, follow = server.new_client(), new_text("viewer { id }"), new_text("taskEvents { kind }", "subscription")
    async with greeted(server.address, user) as connection:
        for number in "123":  # executed by graphql-core, then compiled
            await subscribe(connection, f"subscription {number}", follow)
            await subscribe(connection, number, text)
            answer = await receive_message(connection)
            assert answer["payload"].pop("extensions")["cost"]["requested"] == 14
            assert answer == {"id": number, "type": "next", "payload": {"data": {"viewer": {"id": str(user.id)}}}}
            assert await receive_message(connection) == {"id": number, "type": "complete"}
    assert done == {"parsed": 2, "validated": 2}
