"""`api` has an operation for every field of the SDL's roots, which the server accepts."""

import asyncio
import runpy
from typing import Any

import pytest
from graphql import GraphQLObjectType, OperationDefinitionNode, build_schema, parse
from graphql.language import FieldNode
from task_record import TaskRecord, task_id
from task_record.generated import operation_texts
from task_record.generated.input_types import CreateBoardInput, RateTaskInput

from schema.execution.document import Document
from schema.schema import schema
from tests.api import Client
from tests.clients.python.animals import FOX
from tests.clients.python.conftest import Connect
from tests.docs.examples import ROOT

SDL = build_schema((ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8"))
TEXTS = {name: getattr(operation_texts, name) for name in operation_texts.__all__}
MAX_COST = 5_000


def test_the_operations_are_those_of_the_sdl() -> None:
    codegen: Any = runpy.run_path(str(ROOT / "clients" / "python" / "codegen" / "operations.py"))
    assert codegen["written"]() == codegen["TARGET"].read_text(encoding="utf-8")


def test_every_field_of_the_roots_has_an_operation() -> None:
    kinds = (SDL.query_type, SDL.mutation_type, SDL.subscription_type)
    fields = {
        name
        for kind in kinds
        if isinstance(kind, GraphQLObjectType)
        for name, one in kind.fields.items()
        if not one.deprecation_reason
    }
    operations = [
        one for text in TEXTS.values() for one in parse(text).definitions if isinstance(one, OperationDefinitionNode)
    ]
    selected = [one.selection_set.selections for one in operations]
    assert fields == {field.name.value for one in selected for field in one if isinstance(field, FieldNode)}


@pytest.mark.parametrize("name", TEXTS)
def test_the_server_accepts_an_operation_with_its_default_values(name: str) -> None:
    document = Document(schema.core, TEXTS[name])
    operation = next(iter(document.requestable.values()))
    assert operation.cost.of({}).total < MAX_COST


async def test_operations_of_every_kind(connect: Connect, user: Client) -> None:
    def work(tr: TaskRecord) -> None:
        with tr.record("A fox", key="fox") as task:
            task.add(FOX)
        assert tr.flush(10)
        assert tr.api.viewer().viewer.id == str(user.id)
        rated = tr.api.rate_task(RateTaskInput(id=task.id, rating=1)).rate_task
        assert rated
        assert rated.task
        assert rated.task.rating == 1
        created = tr.api.create_board(CreateBoardInput(name="Foxes")).create_board
        assert created
        assert created.board
        assert [board.name for board in tr.api.boards().boards.nodes] == ["Foxes"]
        node = tr.api.node(task.id).node
        assert node
        assert (node.typename__, node.id) == ("TaskRecord", task_id("fox", user.id))
        assert tr.api.statistics().statistics.completed_tasks == 1
        assert tr.api.task_labels(task.id).task

    await asyncio.to_thread(work, connect(user))
