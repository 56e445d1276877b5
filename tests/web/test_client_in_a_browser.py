"""TypeScript's client in a browser, as other front ends use it: bundled, with images sent straight to storage."""

import subprocess
from typing import Any

import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.clients.node import node_home
from tests.clients.typescript.conftest import SOURCES
from tests.docs.examples import ROOT

BUNDLE = """
import { rolldown } from "rolldown";
const bundle = await rolldown({ input: process.argv[1] });
const { output } = await bundle.generate({ format: "esm" });
process.stdout.write(output[0].code);
"""
PROGRAM = """async ({ module, url, token }) => {
    const { TaskRecord } = await import(URL.createObjectURL(new Blob([module], { type: "text/javascript" })));
    const tr = new TaskRecord({ url, token, patience: 0 });
    const noise = new ImageData(640, 640);
    for (let at = 0; at < noise.data.length; at += 65536)
        crypto.getRandomValues(noise.data.subarray(at, at + 65536));
    for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
    const canvas = new OffscreenCanvas(640, 640);
    canvas.getContext("2d").putImageData(noise, 0, 0);
    const image = await canvas.convertToBlob();
    const sent = [];
    const onProgress = (...progress) => sent.push(progress);
    const given = { prompt: "A fox", original: image, strict: true, onProgress };
    const task = await tr.record(given, () => ({ images: [image] }));
    const stop = new AbortController();
    const { signal } = stop;
    const stopped = { prompt: "A wolf", original: image, signal, onProgress: () => stop.abort("never mind") };
    const thrown = await tr.record(stopped, () => { throw new Error("too early"); }).catch(String);
    return { status: task.status, sizes: [image.size, task.originalImage.size, task.images[0].size], sent, thrown };
}"""


@pytest.fixture(scope="module")
def module() -> str:
    command = [str(node_home() / "bin" / "node"), "--input-type=module", "-e", BUNDLE, str(SOURCES / "index.ts")]
    return subprocess.run(command, cwd=ROOT / "web", check=True, capture_output=True, text=True).stdout


# Requests are not intercepted, because Playwright would then answer the preflight requests of CORS itself.
@pytest.mark.parametrize("allowed", [True, False])
async def test_from_another_origin(
    settings: Settings, site: ServedApplication, user: Client, new_context: Any, module: str, allowed: bool
) -> None:
    """It works only if `CORS_ORIGINS` names the origin. A canceled task is not recorded."""
    page = await (await new_context()).new_page()
    await page.goto(f"{site.url}/healthz")  # a page without a policy of its own
    async with on_port(settings, cors_origins=(site.url,) if allowed else ()) as records:
        given = {"module": module, "url": f"{records.url}/graphql", "token": user.token}
        found = await page.evaluate(f"given => ({PROGRAM})(given).catch(({{ code }}) => code)", given)
    prompts = [task["prompt"] for task in (await user.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"]]
    if not allowed:
        assert (found, prompts) == ("NO_ANSWER", [])
        return
    assert (found["status"], found["thrown"], prompts) == ("COMPLETED", "never mind", ["A fox"])
    [size] = set(found["sizes"])
    assert size > 1_048_576
    assert found["sent"][-1] == [size, size]
    assert len(found["sent"]) >= 2
