"""A collector receives spans of a request, without anything that users sent or stored."""

import json
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.settings.settings import Settings
from tests.api import mutation
from tests.application import ApplicationProcess, own_process
from tests.logged import found_secrets
from tests.pictures import data_url, picture
from tests.server.http.subscriber import init_connection, receive_message, send_message
from tests.server.observation.collector import Collector, running_collector

TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE_ID}-{SPAN_ID}-01"
PROMPT = "A fox that is in no span"
COMPLETE = mutation("completeTask", "task { status }")
TWICE = "query Twice($id: ID!) { again: task(id: $id) { prompt } }"


class Traced(NamedTuple):
    """The spans and the log of a server that has answered a few requests and has ended."""

    collector: Collector
    log: str


@pytest.fixture(scope="module")
async def traced(shared_settings: Settings) -> AsyncIterator[Traced]:
    with running_collector() as collector:
        async with own_process(shared_settings, SHUTDOWN_DELAY="0", **collector.variables) as server:
            await ask(server)
            server.process.terminate()
            assert await server.exit_status() == 0
        yield Traced(collector, server.log)


async def ask(server: ApplicationProcess) -> None:
    user = server.new_client()
    task = await user.task("createTask", prompt=PROMPT, modelVersion="fox-2")
    image = {"dataUrl": data_url(picture())}
    sent = {"id": task["id"], "image": image, "tokensUsed": 150, "inputTokens": 20, "outputTokens": 100}
    headers = user.headers | {"traceparent": TRACEPARENT, "X-Request-Id": "traced"}
    body = {"query": COMPLETE, "variables": {"input": sent}}
    assert "errors" not in (await server.http.post("/graphql", json=body, headers=headers)).json()
    others = await user.task("createTask", prompt=PROMPT, imageCount=2)
    await user.task("completeTask", id=others["id"], image=image, tokensUsed=150, inputTokens=0)
    for _ in range(2):
        assert await user.data(TWICE, id=task["id"]) == {"again": {"prompt": PROMPT}}
    await server.http.get("/healthz", headers=headers)
    assert (await server.http.get("/export/no-such-export-is-here-0123", headers=headers)).status_code == 404
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(
        f"ws://{server.address}/graphql", subprotocols=protocols, additional_headers={"traceparent": TRACEPARENT}
    ) as socket:
        await init_connection(socket, user)
        await send_message(
            socket, "subscribe", id="1", payload={"query": "query OfASocket { viewer { id storageUsed } }"}
        )
        assert (await receive_message(socket))["type"] == "next"


@pytest.mark.slow
def test_from_the_request_to_statement_storage_and_decoder(traced: Traced) -> None:
    collector = traced.collector
    [request] = [one for one in collector.spans if one.parent_id == SPAN_ID and one.name == "POST /graphql"]
    assert (request.trace_id, request.service, request.failed) == (TRACE_ID, "task-record", False)
    assert request.attributes == {
        "http.request.method": "POST",
        "http.route": "/graphql",
        "http.response.status_code": 200,
    }
    [operation] = collector.below(request)
    assert operation.name.startswith("mutation ")
    assert operation.attributes["task_record.request_id"] == "traced"
    [field] = collector.below(operation)
    assert field.name == "Mutation.completeTask"
    assert field.attributes == {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "image",
        "gen_ai.request.model": "fox-2",
        "gen_ai.usage.input_tokens": 20,
        "gen_ai.usage.output_tokens": 100,
    }
    below = {one.name: one.attributes for one in collector.below(field)}
    assert below["decode image"].keys() == {"task_record.image_size"}
    assert below["change_task"]["db.query.text"].startswith("UPDATE user_task_history SET")
    assert below["S3.PutObject"] == {
        "rpc.system": "aws-api",
        "rpc.service": "S3",
        "rpc.method": "PutObject",
        "http.response.status_code": 200,
    }


@pytest.mark.slow
def test_unknown_attributes_of_a_generation_are_left_out(traced: Traced) -> None:
    fields = [one.attributes for one in traced.collector.spans if one.name == "Mutation.completeTask"]
    assert {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "image",
        "gen_ai.request.choice.count": 2,
        "gen_ai.usage.input_tokens": 0,
    } in fields


def test_compiled_and_other_operations_have_the_same_spans(traced: Traced) -> None:
    collector = traced.collector
    twice = [one for one in collector.spans if one.attributes.get("graphql.operation.name") == "Twice"]
    fields = [[(one.name, [row.name for row in collector.below(one)]) for one in collector.below(op)] for op in twice]
    assert fields == [[("Query.task", ["find_tasks"])]] * 2
    assert len({one.trace_id for one in twice}) == 2


def test_each_operation_of_a_socket_is_a_span_and_the_socket_is_not(traced: Traced) -> None:
    [operation] = [one for one in traced.collector.spans if one.attributes.get("graphql.operation.name") == "OfASocket"]
    assert (operation.trace_id, operation.parent_id) == (TRACE_ID, SPAN_ID)
    assert [one.name for one in traced.collector.below(operation)] == ["storage_use"]


def test_nothing_that_was_sent_is_in_a_span(traced: Traced) -> None:
    told = "\n".join(map(str, traced.collector.spans))
    assert found_secrets(told, {PROMPT}) == set()
    assert not {word for word in ("healthz", "no-such-export") if word in told}
    [exported] = [one for one in traced.collector.spans if one.name == "GET /export/{token}"]
    assert exported.attributes["http.response.status_code"] == 404


def test_log_lines_name_the_trace(traced: Traced) -> None:
    lines = [json.loads(line) for line in traced.log.splitlines() if '"request_id":"traced"' in line]
    assert {line["trace_id"] for line in lines if line["message"] == "request" and "operation" in line} == {TRACE_ID}
