"""A text is one document, compiled when it is executed the second time; documents have a bounded memory."""

import gc
import tracemalloc
from itertools import product

import pytest
from graphql import GraphQLSyntaxError, VariableValues

from resolvers.exceptions import QueryTooCostly
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.document import COMPILED_AT_ONCE, MOST, Document, Documents
from schema.schema import schema
from tests.schema.execution.own_operations import of_the_documentation, of_the_page

FIELDS = "id userId taskType status prompt tokensUsed creditsDeducted errorMessage createdAt"


@pytest.fixture
def documents() -> Documents:
    return Documents(schema.core)


def outcome(documents: Documents, text: str, name: str | None = None, **values: object) -> FallbackReason | None:
    """Return the reason why graphql-core executes the document, or None if it is compiled."""
    document = documents.get(text)
    operation = document.requestable.get(name)
    assert operation
    try:
        document.compiled_operation(operation, values)
    except NotCompiled as error:
        return error.reason
    return None


def test_it_is_compiled_the_second_time(documents: Documents) -> None:
    text = "query One { viewer { id } } query Another { viewer { role } }"
    assert [outcome(documents, text, "One") for _ in range(3)] == [FallbackReason.FIRST_TIME, None, None]
    assert [outcome(documents, text, "Another") for _ in range(3)] == [FallbackReason.FIRST_TIME, None, None]


@pytest.mark.slow
def test_a_user_who_sends_many_documents_loses_their_own_least_used_first(documents: Documents) -> None:
    ours = [documents.get(f"query Ours{number} {{ viewer {{ id }} }}", owner="we") for number in range(20)]
    used, unused = (documents.get(f"{{ viewer {{ {name} }} }}", owner="they") for name in ("id", "role"))
    for number in range(MOST):
        documents.get(f"query Q{number} {{ viewer {{ id }} }}", owner="they")
        assert documents.get(used.text) is used
    assert {*ours, used} <= set(documents.cached.values())
    assert len(documents.cached) == MOST
    assert unused.text not in documents.cached


def test_it_is_compiled_for_each_combination_of_conditions_up_to_a_limit(documents: Documents) -> None:
    text = (
        "query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) "
        "{ viewer { id @skip(if: $a) role @include(if: $b) plan @skip(if: $c) { name @include(if: $d) } } }"
    )
    combinations = [dict(zip("abcd", values, strict=True)) for values in product([True, False], repeat=4)]
    outcomes = [[outcome(documents, text, None, **values) for values in combinations] for _ in range(3)]
    compiled, more = COMPILED_AT_ONCE, len(combinations) - COMPILED_AT_ONCE
    assert outcomes[0] == [FallbackReason.FIRST_TIME] * compiled + [FallbackReason.CONDITIONS] * more
    assert outcomes[1] == outcomes[2] == [None] * compiled + [FallbackReason.CONDITIONS] * more


LEFT_TO_GRAPHQL_CORE = {
    "{ viewer { unknown } }": FallbackReason.REFUSED,
    "query ($id: ID!) { task(id: $id) { id } }": FallbackReason.REFUSED,
    "{ __schema { types { name } } }": FallbackReason.INTROSPECTION,
    '{ __type(name: "Query") { name } }': FallbackReason.INTROSPECTION,
    "subscription { taskEvents { kind } }": FallbackReason.SUBSCRIPTION,
    "{ " + " ".join(f"t{n}: tasks {{ nodes {{ {FIELDS} }} }}" for n in range(100)) + " }": FallbackReason.SIZE,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", LEFT_TO_GRAPHQL_CORE)
def test_an_operation_that_is_not_compiled_has_its_reason(documents: Documents, text: str) -> None:
    assert {outcome(documents, text), outcome(documents, text)} - {FallbackReason.FIRST_TIME} == {
        LEFT_TO_GRAPHQL_CORE[text]
    }


def test_the_memory_of_documents_is_bounded(documents: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schema.execution.document.MOST_BYTES", 1_500_000)
    long = "{ tasks { nodes { " + " ".join(f"a{number}: prompt" for number in range(140)) + " } } }"
    for number in range(10):
        text = f"{long} # {number}"
        assert [outcome(documents, text), outcome(documents, text)] == [FallbackReason.FIRST_TIME, None]
        assert sum(document.weight for document in documents.cached.values()) <= 1_500_000
    assert 2 < len(documents.cached) < 10


def test_compiling_makes_room(documents: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    older, text = "{ viewer { id } }", "{ tasks { nodes { id } } }"
    assert outcome(documents, text) is FallbackReason.FIRST_TIME
    room = documents.get(older).weight + documents.get(text).weight
    monkeypatch.setattr("schema.execution.document.MOST_BYTES", room)
    assert [*documents.cached] == [older, text]
    assert outcome(documents, text) is None
    assert [*documents.cached] == [text]


def test_a_text_of_too_many_tokens_is_not_read(documents: Documents) -> None:
    for text in ("{ viewer { id } }", "{ viewer { id #\n #\n #\n } }", "# # \n#\n#\n#\n#\n#\n{ viewer { id } }"):
        with pytest.raises(QueryTooCostly, match="more than 5 tokens"):
            documents.get(text, max_tokens=5)
    assert documents.get("{ viewer { id } }", max_tokens=6).tokens == 6
    with pytest.raises(GraphQLSyntaxError):
        documents.get("{ viewer { id }", max_tokens=6)


def texts() -> list[str]:
    return [
        *(one.text for one in [*of_the_page(), *of_the_documentation()][::4]),
        "{ __typename }",
        "{ tasks { nodes { " + " ".join(f"a{number}: prompt" for number in range(300)) + " } } }",
        "{ tasks { nodes { originalImage { " + " ".join(f"a{number}: url" for number in range(200)) + " } } } }",
        "{ "
        + " ".join(f"t{n}: tasks {{ edges {{ node {{ {FIELDS} }} }} totalCount {{ value }} }}" for n in range(15))
        + " }",
        "{ tasks(where: {modelVersion: [" + ", ".join(f'"m{n}"' for n in range(970)) + "]}) { nodes { id } } }",
        "{ tasks(where: {modelVersion: [" + ", ".join(map(str, range(970))) + "]}) { nodes { id } } }",
        '{ tasks(where: {search: "' + "😀" * 50_000 + '"}) { nodes { id } } }',
        '{ tasks(where: {search: """' + "a\n  b" * 30_000 + '"""}) { nodes { id } } }',
        "{ " + " ".join(f"unknown{number}" for number in range(200)) + " }",
        " ".join(f"query Q{number} {{ viewer {{ id }} }}" for number in range(100)),
    ]


@pytest.mark.slow
def test_a_document_weighs_at_least_the_memory_that_it_takes() -> None:
    """A document's weight is at least its memory, and not so much more that memory stays unused."""
    # Hundreds of collections follow, which are to skip the objects that exist by now.
    gc.collect()
    gc.freeze()
    measured = texts()
    for text in measured:
        weighed(text + " ")  # fills graphql-core's caches
    tracemalloc.start()
    try:
        found = {text: weighed(text + " ") for text in measured}
        # Again, because a shared table, such as that of interned strings, may have grown during one of them.
        found |= {text: weighed(text + " ") for text, (weight, taken) in found.items() if taken >= weight}
    finally:
        tracemalloc.stop()
    for text, (weight, taken) in found.items():
        assert taken < weight < 3 * taken + 10_000, text[:100]


def weighed(text: str) -> tuple[int, int]:
    """Return the weight of a document whose operations are compiled, and the bytes of memory that it takes."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    document = Document(schema.core, str(text.encode(), "utf-8"))
    for operation in document.operations.values():
        operation.cost.of({})
        if not document.error:
            document.compiled[operation.name,] = document.compile(operation, VariableValues({}, {}))
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    return document.weight, after - before
