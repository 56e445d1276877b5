"""A task is recorded before its images are made, and ends with them."""

from pathlib import Path
from uuid import uuid4

import pytest
from task_record import task_id

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import history
from tests.clients.typescript.conftest import Run
from tests.pictures import data_url, noise


@pytest.mark.slow
async def test_generated_images_complete_the_task(run: Run, user: Client, tmp_path: Path) -> None:
    """Covers each kind of image, small and large. A job that runs twice is recorded and generated once."""
    large = noise(1_500_000)
    (tmp_path / "large.png").write_bytes(large)
    (tmp_path / "fox.png").write_bytes(FOX)
    found = await run(
        """
        const large = await openAsBlob(`${given.directory}/large.png`);
        const fox = await openAsBlob(`${given.directory}/fox.png`);
        const sent = [];
        let runs = 0;
        const job = { prompt: "A fox", model: "flux", key: "job 1", images: 3, original: fox, aspectRatio: "3:2",
          parameters: { seed: 2n ** 64n, steps: [30] }, onProgress: (...progress) => sent.push(progress) };
        const generate = async ({ id, prompt, model, task }) => {
          runs += 1;
          const { status } = await tr.task(id);
          return { images: [given.wolf, large, new Uint8Array(await fox.arrayBuffer())], tokens: 150, cost: 0.12,
            metadata: { received: [prompt, model, task.id === id, status] } };
        };
        const task = await tr.record(job, generate);
        const again = await tr.record(job, generate);
        return { id: task.id, again: [again.id, again.status], runs, sent, size: large.size };
        """,
        wolf=data_url(WOLF),
    )
    [task] = await history(user)
    assert found["id"] == task["id"] == task_id("job 1", user.id)
    assert (found["again"], found["runs"]) == ([task["id"], "COMPLETED"], 1)
    assert found["sent"] == [[found["size"]] * 2]
    assert (task["status"], task["modelVersion"], task["imageCount"]) == ("COMPLETED", "flux", 3)
    assert (task["tokensUsed"], task["cost"], task["originalImage"]) == (150, "0.12", sha256(FOX)[0])
    assert task["parameters"] == {"seed": 2**64, "steps": [30]}
    assert task["metadata"] == {"received": ["A fox", "flux", True, "PROCESSING"]}
    assert task["images"] == sha256(WOLF, large, FOX)


@pytest.mark.slow
async def test_an_error_of_the_generation_fails_the_task(run: Run, user: Client) -> None:
    thrown = await run("""
        const fail = (prompt, generate, more = {}) =>
          caught(tr.record({ prompt, ...more }, generate)).then((error) => error && String(error));
        const stop = new AbortController();
        const waiting = () => new Promise((_, reject) => {
          stop.signal.addEventListener("abort", () => reject(stop.signal.reason));
          stop.abort("never mind");
        });
        const expired = { images: [url.replace("graphql", "no-such-image.png")], tokens: 3 };
        return [
          await fail("fox", () => { throw Object.assign(new Error("It divides by zero"), { failureCode: "math" }); }),
          await fail("wolf", waiting, { signal: stop.signal }),
          await fail("bear", () => ({ images: [] })),
          await fail("lynx", () => expired),
        ];
    """)
    assert thrown == ["Error: It divides by zero", "never mind", None, None]
    found = {one["prompt"]: (one["status"], one["failureCode"], one["tokensUsed"]) for one in await history(user)}
    assert found == {
        "fox": ("FAILED", "math", 0),
        "wolf": ("CANCELED", None, 0),
        "bear": ("FAILED", "no_image", 0),
        "lynx": ("FAILED", "image_unavailable", 3),
    }


@pytest.mark.slow
async def test_a_refusal_stops_a_generation_only_if_it_is_strict_or_holds_credits(run: Run, user: Client) -> None:
    found = await run(
        """
        const generated = [];
        const generate = ({ prompt }) => {
          generated.push(prompt.slice(0, 4));
          return { images: [given.fox] };
        };
        const strict = await caught(tr.record({ prompt: "", strict: true }, generate));
        const credits = await caught(tr.record({ prompt: "A wolf", maxCredits: 9 }, generate));
        const shortened = await tr.record({ prompt: "long".repeat(2501) }, generate);
        const failed = await tr.begin({ prompt: "A bear", key: "job" });
        await tr.fail(failed.id, { message: "Timed out" });
        const again = await tr.record({ prompt: "A bear", key: "job" }, generate);
        return { strict: [strict.name, strict.code, strict.field, strict instanceof TaskRecordError],
          credits: credits.code, shortened: [shortened.status, shortened.prompt.length], generated,
          again: [again.status, again.error.details.status], errors: errors.map(([code]) => code) };
        """,
        fox=data_url(FOX),
    )
    assert found["strict"] == ["Refused", "INVALID", ["input", "prompt"], True]
    assert found["credits"] == "PLAN_LIMIT"
    assert (found["shortened"], found["again"]) == (["COMPLETED", 10_000], ["UNSENT", "FAILED"])
    assert found["generated"] == ["long", "A be"]
    assert found["errors"] == ["CONFLICT"]
    assert [one["status"] for one in await history(user)] == ["FAILED", "COMPLETED"]


@pytest.mark.slow
async def test_a_task_ends_in_another_process(run: Run, user: Client) -> None:
    statuses = await run(
        """
        const [created, begun, canceled, deleted] = [
          await tr.create({ prompt: "A fox", original: given.fox }),
          await tr.begin({ prompt: "A wolf" }),
          await tr.begin({ prompt: "A bear" }),
          await tr.create({ prompt: "A lynx", id: given.id }),
        ];
        const other = new TaskRecord({ url, token });
        const image = await other.upload(begun.id, given.fox);
        const ended = [
          created,
          await other.complete(begun.id, { images: [image, { taskImage: { taskId: begun.id } }].slice(0, 1) }),
          await other.cancel(canceled.id),
        ];
        await other.delete(deleted.id);
        return [...ended.map(({ status }) => status), await other.task(deleted.id), deleted.id];
        """,
        fox=data_url(FOX),
        id=(chosen := str(uuid4())),
    )
    assert statuses == ["PENDING", "COMPLETED", "CANCELED", None, chosen]
    found = {one["prompt"]: one for one in await history(user)}
    assert (found["A fox"]["originalImage"], found["A wolf"]["images"]) == (sha256(FOX)[0], sha256(FOX))


@pytest.mark.slow
async def test_rows_lists_and_exports(run: Run, server: ServedApplication, user: Client, tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(noise(1_500_000))
    service = server.new_client(role="service")
    found = await run(
        """
        const when = new Date(Date.now() - 86_400_000);
        const row = (number, more) => ({ prompt: `fox ${number}`, user: given.user, key: `row ${number}`, ...more });
        const large = await openAsBlob(`${given.directory}/large.png`);
        const rows = [
          row(0, { status: "COMPLETED", results: [given.fox], createdAt: when,
            tokens: 5, cost: "0.01", milliseconds: 1500 }),
          row(1, { status: "COMPLETED", results: [large, given.fox], original: given.fox, model: "sdxl" }),
          row(2, { status: "FAILED", error: "The model refuses", failureCode: "content_policy" }),
          row(3, { status: "CANCELED" }),
          row(4, {}),
          row(5, { user: "nobody" }),
          ...Array.from({ length: 114 }, (_, number) => row(number + 6, { status: "COMPLETED" })),
        ];
        await tr.recordMany(rows);
        const results = await tr.recordMany(rows);
        const tasks = await Array.fromAsync(tr.tasks({ user: given.user }));
        const theirs = new TaskRecord({ url, token: given.theirs });
        const failed = await Array.fromAsync(theirs.tasks({ where: { status: ["FAILED"] } }));
        const nobodys = await Array.fromAsync(tr.tasks({ user: crypto.randomUUID() }));
        const lines = async (what) => (await (await theirs.export(what)).text()).trim().split("\\n").length;
        const month = new Date().toISOString().slice(0, 7);
        const exported = [await lines({ format: "NDJSON" }), await lines({ format: "NDJSON", month: "2020-01" })];
        const wrong = await caught(theirs.export({ format: "CSV", month: "2026-13" }));
        return { ids: results.map(({ taskId }) => taskId), wrong: String(wrong), exported,
          refused: results.flatMap(({ error }, place) => (error ? [[place, error.code]] : [])),
          tasks: Object.fromEntries(tasks.map((task) => [task.prompt, task])), when: when.getTime(),
          failed: failed.map(({ failureCode }) => failureCode), nobodys };
        """,
        token=service.token,
        theirs=user.token,
        user=str(user.id),
        fox=data_url(FOX),
    )
    assert found["ids"] == [task_id(f"row {number}", "nobody" if number == 5 else user.id) for number in range(120)]
    assert found["refused"] == [[5, "INVALID"]]
    assert len(found["tasks"]) == 119
    tasks = [found["tasks"][f"fox {number}"] for number in range(5)]
    assert [task["status"] for task in tasks] == ["COMPLETED", "COMPLETED", "FAILED", "CANCELED", "PENDING"]
    assert (tasks[0]["tokensUsed"], tasks[0]["generationTimeMs"], tasks[0]["cost"]) == (5, 1500, "0.01")
    assert [image["contentType"] for image in tasks[1]["images"]] == ["image/png"] * 2
    assert tasks[1]["originalImage"]["sha256"] == sha256(FOX)[0]["sha256"]
    assert (found["failed"], found["nobodys"]) == (["content_policy"], [])
    assert found["exported"] == [120, 1]
    assert found["wrong"] == "RangeError: A month must have the form 2026-11, not 2026-13."
