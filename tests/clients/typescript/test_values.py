"""A picture that exists is recorded, at worst without a value; numbers are exact; nothing ends silently."""

from pathlib import Path

import pytest

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import history
from tests.clients.typescript.conftest import Run
from tests.docs.examples import ROOT
from tests.pictures import data_url

REFUSED = """
    const warnings = [];
    console.warn = (text) => warnings.push(text);
    const refused = () => tr.refused().map(({ error, values }) => [error.code, Object.keys(values).toSorted()]);
"""


@pytest.mark.slow
async def test_a_picture_is_recorded_without_the_values_that_are_refused(run: Run, user: Client) -> None:
    found = await run(
        REFUSED
        + """
        const metadata = { kept: 1, ratio: NaN, half: "\\ud83d", when: new Date(NaN), call() {} };
        metadata.self = metadata;
        const long = { model: "m".repeat(300), externalId: "e".repeat(300) };
        const images = [given.fox, new Blob(["no picture"])];
        const made = { images, cost: "4 ct", tokens: 2 ** 40, inputTokens: 7, metadata };
        const recording = { prompt: "A fox \\ud83d", ...long, deadline: new Date(NaN) };
        const { id, status } = await tr.record(recording, () => made);
        const strict = await caught(tr.record({ ...recording, strict: true }, () => made));
        return { id, status, strict: strict.code, refused: refused(), warnings, errors };
        """,
        fox=data_url(FOX),
    )
    [task] = await history(user)
    assert (found["status"], task["status"], task["id"]) == ("COMPLETED", "COMPLETED", found["id"])
    assert (task["prompt"], task["images"], task["inputTokens"]) == ("A fox \ufffd", sha256(FOX), 7)
    assert (task["cost"], task["tokensUsed"], task["modelVersion"], task["externalId"]) == (None, 7, None, None)
    assert task["metadata"] == {"kept": 1, "half": "\ufffd"}
    of_metadata = [f"metadata.{name}" for name in ("call", "half", "ratio", "self", "when")]
    assert found["refused"] == [
        ["INVALID", ["deadline", "prompt"]],
        ["INVALID", ["externalId", "modelVersion"]],
        ["INVALID", of_metadata],
        ["BAD_USER_INPUT", ["cost", "tokensUsed"]],
        ["INVALID_IMAGE", ["images.1"]],
    ]
    assert len(found["warnings"]) == len(found["refused"])
    assert (found["strict"], found["errors"]) == ("INVALID", [])


@pytest.mark.slow
async def test_a_refused_value_concerns_only_its_row(run: Run, server: ServedApplication, user: Client) -> None:
    found = await run(
        REFUSED
        + """
        const row = (number, more) => ({ prompt: `fox ${number}`, user: given.user, key: `row ${number}`,
          status: "COMPLETED", results: [given.fox], ...more });
        const results = await tr.recordMany([
          row(0, { cost: "4 ct", tokens: 5 }),
          row(1, { cost: "0.1200000000" }),
          row(2, { model: "m".repeat(300), results: [given.fox, "nonsense", given.wolf] }),
          row(3, { user: "nobody" }),
          row(4, { metadata: { ratio: Infinity } }),
          row(5, { results: [new Blob(["no picture"]), given.wolf] }),
        ]);
        return { results: results.map(({ error }) => error?.code ?? null), refused: refused() };
        """,
        token=server.new_client(role="service").token,
        user=str(user.id),
        fox=data_url(FOX),
        wolf=data_url(WOLF),
    )
    assert found["results"] == [None, None, None, "INVALID", None, None]
    tasks = {one["prompt"]: one for one in await history(user)}
    assert [tasks[f"fox {number}"]["status"] for number in (0, 1, 2, 4, 5)] == ["COMPLETED"] * 5
    assert [(tasks[name]["cost"], tasks[name]["tokensUsed"]) for name in ("fox 0", "fox 1")] == [(None, 5), ("0.12", 0)]
    assert (tasks["fox 2"]["images"], tasks["fox 5"]["images"]) == (sha256(FOX, WOLF), sha256(WOLF))
    assert sorted(values for _, values in found["refused"]) == [
        *([], ["cost"], ["images.0"], ["images.1"], ["metadata.ratio"], ["modelVersion"])
    ]


@pytest.mark.slow
async def test_a_failure_keeps_what_was_known(run: Run, user: Client) -> None:
    await run(
        """
        const known = { externalId: "prediction-1", parameters: { seed: 7 }, tokens: 3 };
        const stop = new AbortController();
        const failing = ({ add }) => {
          add({ metadata: { queue: "fast" } });
          add({ ...known, metadata: { node: 4 } });
          throw new Error("Out of memory");
        };
        const aborted = ({ add }) => {
          add({ externalId: "prediction-2", metadata: { node: 5 } });
          stop.abort();
          throw stop.signal.reason;
        };
        await caught(tr.record({ prompt: "failed", metadata: { before: true } }, failing));
        await caught(tr.record({ prompt: "canceled", signal: stop.signal }, aborted));
        const { id } = await tr.begin({ prompt: "elsewhere" });
        await tr.fail(id, { message: "Out of memory", externalId: "prediction-3", cost: "much" });
        """
    )
    tasks = {one["prompt"]: one for one in await history(user)}
    names = ("status", "externalId", "metadata", "parameters", "tokensUsed")
    assert [tasks["failed"][name] for name in names] == [
        *("FAILED", "prediction-1", {"before": True, "queue": "fast", "node": 4}, {"seed": 7}, 3)
    ]
    assert [tasks["canceled"][name] for name in names[:3]] == ["CANCELED", "prediction-2", {"node": 5}]
    assert [tasks["elsewhere"][name] for name in names[:2]] == ["FAILED", "prediction-3"]


@pytest.mark.slow
async def test_what_is_no_picture_ends_with_a_code(run: Run, user: Client, tmp_path: Path) -> None:
    (tmp_path / "fox.png").write_bytes(FOX)
    found = await run(
        REFUSED
        + """
        const { unlinkSync } = await import("node:fs");
        const record = (prompt, generate, more = {}) => caught(tr.record({ prompt, ...more }, generate));
        await record("missing", async () => {
          const file = await openAsBlob(`${given.directory}/fox.png`);
          unlinkSync(`${given.directory}/fox.png`);
          return { images: [file] };
        });
        await record("text", () => ({ images: [new Blob(["no picture"])] }));
        await record("path", () => ({ images: ["fox.png"], tokens: 3 }));
        await record("base64", () => ({ images: ["data:image/png;base64,?"] }));
        await record("nothing", () => undefined);
        const slow = ({ signal }) => new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
        const alive = setInterval(() => {}, 1000);
        await record("late", slow, { signal: AbortSignal.timeout(1) });
        clearInterval(alive);
        return refused().map(([code]) => code);
        """
    )
    codes = {one["prompt"]: (one["status"], one["failureCode"], one["tokensUsed"]) for one in await history(user)}
    assert codes == {
        "missing": ("FAILED", "image_unavailable", 0),
        "text": ("FAILED", "invalid_image", 0),
        "path": ("FAILED", "invalid_image", 3),
        "base64": ("FAILED", "invalid_image", 0),
        "nothing": ("FAILED", "no_image", 0),
        "late": ("FAILED", "timeout", 0),
    }
    assert found == ["IMAGE_UNAVAILABLE", "INVALID_IMAGE", "INVALID", "INVALID"]


@pytest.mark.slow
async def test_a_job_that_runs_again_may_have_another_deadline(run: Run, user: Client) -> None:
    found = await run(
        """
        const at = (seconds) => new Date(Date.now() + seconds * 1000);
        const first = await tr.begin({ prompt: "A fox", key: "job", deadline: at(60) });
        const again = { prompt: "A fox", key: "job", deadline: at(600), strict: true };
        const other = await caught(tr.record({ ...again, prompt: "A wolf" }, () => ({ images: [given.fox] })));
        const task = await tr.record(again, () => ({ images: [given.fox] }));
        const kept = task.deadline === first.deadline;
        return { same: task.id === first.id, status: task.status, kept, other: other.code };
        """,
        fox=data_url(FOX),
    )
    assert found == {"same": True, "status": "COMPLETED", "kept": True, "other": "CONFLICT"}
    assert [one["prompt"] for one in await history(user)] == ["A fox"]


@pytest.mark.slow
@pytest.mark.parametrize("prepare", ["", "delete JSON.rawJSON;"])
async def test_integers_are_exact(run: Run, user: Client, prepare: str) -> None:
    parameters = {
        "seed": 1125899906842624123,
        "steps": 30,
        "text": 'a "1125899906842624123" \\',
        "scale": 0.1234567890123456789,
    }
    task = await user.task("createTask", prompt="A fox", parameters=parameters)
    found = await run(
        prepare
        + """
        const { parameters } = await tr.task(given.id);
        await tr.begin({ prompt: "A wolf", parameters: { ...parameters, more: [-(2n ** 63n)] } });
        return Object.entries(parameters).map(([name, value]) => [name, typeof value, String(value)]);
        """,
        id=task["id"],
    )
    assert found == [
        ["seed", "bigint", "1125899906842624123"],
        ["steps", "number", "30"],
        ["text", "string", parameters["text"]],
        ["scale", "number", "0.12345678901234568"],
    ]
    [wolf, _] = await history(user)
    assert wolf["parameters"] == {**parameters, "more": [-(2**63)]}


@pytest.mark.slow
async def test_a_runtime_without_websocket_is_reported(run: Run) -> None:
    found = await run(
        """
        const { WebSocket } = globalThis;
        delete globalThis.WebSocket;
        const followed = (more) => new Promise((resolve) => {
          const tr = new TaskRecord({ url, token, ...more });
          const stop = tr.follow({
            onError: ({ code, message }) => resolve([code, message]),
            onEvent: ({ kind }) => { stop(); resolve(kind); },
          });
          const create = () => tr.create({ prompt: "A fox" });
          if (more.webSocket) tr.socket.on((state) => state === "connected" && setTimeout(create, 100));
        });
        return [await followed({}), await followed({ webSocket: WebSocket })];
        """
    )
    [[code, message], kind] = found
    assert (code, kind) == ("NO_WEBSOCKET", "CREATED")
    assert "Node.js 22" in message
    assert "webSocket" in message


async def test_the_ids_of_users_are_the_servers(run: Run) -> None:
    namespace = "https://clerk.example.com"
    expected = {
        "user_2NNEqL2nrIRdJ194ndJqAHwEfxC": "46350f63-5a5c-50e9-97bc-b4eeaa38ab99",
        "auth0|5f7c8ec7c33c6c004bbafe82": "34b91d4b-b110-5302-bd73-50480d104962",
        "Zoë 🚤": "4b8103d5-e8ad-50ba-8c11-72db557e71fd",
        "0d4b1a4e8f8c4a7e9a550c3c2f2f9d11": "0ce4b7c1-4811-5b17-b9e2-71f92c3d9b72",
        "0D4B1A4E-8F8C-4A7E-9A55-0C3C2F2F9D11": "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11",
    }
    found = await run(
        """
        const { userId } = await import(given.index);
        const ids = await Promise.all(given.subjects.map((subject) => userId(subject, { namespace: given.namespace })));
        return [ids, String(await caught(userId("user_1")))];
        """,
        index=str(ROOT / "clients" / "typescript" / "src" / "index.ts"),
        subjects=list(expected),
        namespace=namespace,
    )
    assert found[0] == list(expected.values())
    assert "USER_ID_NAMESPACE" in found[1]
