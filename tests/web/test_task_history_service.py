"""TaskHistoryService in a browser, as other front ends use it."""

import re
from typing import Any

import pytest

from server.development.signed_token import sign_token
from server.pages import DIST
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.web.visitor import Visitor

# Imports the module, and makes a picture and a service with the user's token.
PREPARED = """
const { TaskHistoryService, Refused } = await import("/task-history.js");
const service = new TaskHistoryService({ token: () => sessionStorage.getItem("task-record.token") });
const canvas = new OffscreenCanvas(80, 60);
canvas.getContext("2d").fillRect(0, 0, 40, 30);
const picture = await canvas.convertToBlob();
"""


@pytest.fixture
async def run(visitor: Visitor) -> Any:
    page = await visitor.open()
    await page.route("**/task-history.js", lambda route: route.fulfill(path=DIST / "task-history.js"))

    async def run(script: str) -> Any:
        return await page.evaluate(f"async () => {{ {PREPARED} {script} }}")

    return run


@pytest.mark.slow
async def test_records_a_generation(run: Any) -> None:
    task = await run("""
        const sent = [];
        const task = await service.recordImageGeneration({
            task: { prompt: "A fox", taskType: "IMAGE_EDIT", aspectRatio: "4:3" },
            originalImage: picture,
            onProgress: (part) => sent.push(part),
            generate: async ({ status }) => {
                if (status !== "PROCESSING" || sent.at(-1) !== 1) throw new Error("too early");
                return { image: picture, tokensUsed: 12, creditsDeducted: 3 };
            },
        });
        return task;
    """)
    assert (task["status"], task["tokensUsed"], task["creditsDeducted"]) == ("COMPLETED", 12, 3)
    assert task["generationTimeMs"] >= 0
    assert task["originalImage"]["width"] == task["generatedImage"]["width"] == 80


@pytest.mark.slow
async def test_a_token_that_has_expired_is_asked_for_again(run: Any, user: Client) -> None:
    expired = sign_token(user.secret, user.id, seconds=-60)
    asked = await run(f"""
        const asked = [];
        const token = (refused) => {{
            asked.push(refused);
            return refused && "{user.token}";
        }};
        for (const first of ["{expired}", "not a token"]) {{
            const service = new TaskHistoryService({{ token: (refused) => token(refused) ?? first }});
            await service.createTask({{ prompt: first.slice(0, 8) }});
        }}
        const never = new TaskHistoryService({{ token: () => "{expired}" }});
        asked.push(await never.createTask({{ prompt: "Never" }}).catch(({{ code }}) => code));
        return asked;
    """)
    assert asked == [None, expired, None, "not a token", "UNAUTHENTICATED"]
    nodes = (await user.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"]
    assert [task["prompt"] for task in nodes] == ["not a to", expired[:8]]


@pytest.mark.slow
async def test_records_a_failure(run: Any, user: Client) -> None:
    thrown = await run("""
        const generate = () => { throw new Error("The model is tired"); };
        return service.recordImageGeneration({ task: { prompt: "A fox" }, generate }).catch(String);
    """)
    assert thrown == "Error: The model is tired"
    [task] = (await user.data("{ tasks { nodes { status errorMessage } } }"))["tasks"]["nodes"]
    assert task == {"status": "FAILED", "errorMessage": "The model is tired"}


@pytest.mark.slow
async def test_what_is_cancelled_is_deleted_and_no_failure(run: Any, user: Client) -> None:
    """It is cancelled while the task is created, while the original image is sent, and while it is generated."""
    thrown = await run("""
        const cancelled = async (start, options) => {
            const stop = new AbortController();
            const cancel = () => stop.abort("never mind");
            const generate = () => new Promise((_, fail) => {
                stop.signal.addEventListener("abort", () => fail(stop.signal.reason));
                if (start === "generate") cancel();
            });
            const recording = { task: { prompt: start }, originalImage: picture, signal: stop.signal, generate };
            const promise = service.recordImageGeneration({ ...recording, ...options(cancel) });
            if (start === "create") cancel();
            return promise.catch(String);
        };
        return [
            await cancelled("create", () => ({})),
            await cancelled("upload", (onProgress) => ({ onProgress })),
            await cancelled("generate", () => ({})),
        ];
    """)
    assert thrown == ["never mind"] * 3
    found = await user.data("{ tasks { nodes { prompt } } statistics { totalTasks failedTasks successRate } }")
    assert found["tasks"]["nodes"] == []
    assert found["statistics"] == {"totalTasks": 3, "failedTasks": 0, "successRate": None}


@pytest.mark.slow
async def test_an_original_image_that_is_refused_leaves_nothing(run: Any, user: Client) -> None:
    code = await run("""
        const originalImage = new Blob(["no picture"], { type: "image/png" });
        const generate = () => { throw new Error("too early"); };
        return service.recordImageGeneration({ task: { prompt: "A fox" }, originalImage, generate })
            .catch(({ code }) => code);
    """)
    assert code == "INVALID_IMAGE"
    assert await user.data("{ tasks { nodes { id } } }") == {"tasks": {"nodes": []}}


@pytest.mark.slow
async def test_lists_and_counts(run: Any, user: Client) -> None:
    await user.task("createTask", prompt="Listed")
    tasks, statistics = await run("""
        return [await service.getTasks({ first: 5 }), await service.getStatistics("ALL_TIME")];
    """)
    assert [task["prompt"] for task in tasks["nodes"]] == ["Listed"]
    assert statistics["totalTasks"] == 1


@pytest.mark.slow
async def test_a_refusal_has_its_code_and_field(run: Any) -> None:
    code, field = await run("""
        const error = await service.createTask({ prompt: "" }).catch((error) => error);
        return error instanceof Refused ? [error.code, error.field] : [String(error)];
    """)
    assert code == "INVALID"
    assert re.match("input", field[0])


# Requests are not intercepted, because Playwright would then answer the preflight requests of CORS itself.
FROM_ANOTHER_ORIGIN = """async ({ module, url, token }) => {
    const source = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
    const { TaskHistoryService } = await import(source);
    const service = new TaskHistoryService({ url, token: () => token });
    const canvas = new OffscreenCanvas(80, 60);
    canvas.getContext("2d").fillRect(0, 0, 40, 30);
    const image = await canvas.convertToBlob();
    const { status } = await service.recordImageGeneration({
        task: { prompt: "From elsewhere" }, originalImage: image, generate: () => ({ image }),
    });
    return status;
}"""


@pytest.mark.slow
@pytest.mark.parametrize("allowed", [True, False])
async def test_from_another_origin(
    settings: Settings, site: ServedApplication, user: Client, new_context: Any, allowed: bool
) -> None:
    """It works if `CORS_ORIGINS` names the origin, and not otherwise."""
    page = await (await new_context()).new_page()
    await page.goto(f"{site.url}/healthz")  # a page without a policy of its own
    module = (DIST / "task-history.js").read_text()
    async with on_port(settings, cors_origins=(site.url,) if allowed else ()) as records:
        given = {"module": module, "url": f"{records.url}/graphql", "token": user.token}
        said = await page.evaluate(f"given => ({FROM_ANOTHER_ORIGIN})(given).catch(String)", given)
    prompts = [task["prompt"] for task in (await user.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"]]
    if allowed:
        assert (said, prompts) == ("COMPLETED", ["From elsewhere"])
    else:
        assert (said, prompts) == ("TypeError: Failed to fetch", [])
