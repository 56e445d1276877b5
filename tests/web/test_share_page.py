"""The page of a share link, in a browser without scripts: on a phone and a desktop, in both languages."""

from playwright.async_api import expect

from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import data_url, picture, scenery
from tests.resolvers.sharing.links import shared
from tests.web.axe import no_violations
from tests.web.visitor import PHONE, Visitor


async def test_the_picture_is_large_and_nothing_else_is_needed(
    site: ServedApplication, visitor: Visitor, user: Client
) -> None:
    task = await user.task("createTask", prompt="A lighthouse\nat dusk")
    image = {"dataUrl": data_url(picture((1200, 800)))}
    await user.task("completeTask", id=task["id"], image=image)
    _, path = await shared(user, task["id"], showsPrompt=True, allowsDownload=True)
    for locale, download, options in (("zh-CN", "下载原图", PHONE), ("en-US", "Download", {})):
        page = await visitor.open(
            path, signed_in=False, locale=locale, java_script_enabled=False, alone=True, **options
        )
        shown = page.get_by_role("img", name="A lighthouse")
        await expect(shown).to_be_visible()
        await expect(shown).to_be_in_viewport(ratio=1)
        box, width = await shown.bounding_box(), page.viewport_size["width"]
        assert box["width"] > 0.8 * width
        await expect(page.get_by_text("at dusk")).to_be_visible()
        async with page.expect_download() as downloading:
            await page.get_by_role("link", name=download).click()
        assert (await downloading.value).suggested_filename == "picture-1.png"
        assert (await page.locator("main").bounding_box())["width"] <= width
    await no_violations(await visitor.open(path, signed_in=False, alone=True, bypass_csp=True))


async def test_a_large_picture_is_shown_by_few_bytes(site: ServedApplication, visitor: Visitor, user: Client) -> None:
    """On a phone with small pixels: less than a second of slow 4G, 1.6 Mbit/s, for all that the page fetches."""
    task = await user.task("createTask", prompt="A lighthouse")
    sent = scenery((1400, 1400))
    assert len(sent) > 2_500_000
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(sent)})
    _, path = await shared(user, task["id"])
    page = await visitor.open("/healthz", signed_in=False, alone=True, **PHONE, device_scale_factor=3)
    session = await page.context.new_cdp_session(page)
    received: dict[str, int] = {}
    session.on("Network.loadingFinished", lambda one: received.update({one["requestId"]: one["encodedDataLength"]}))
    await session.send("Network.enable")
    await page.goto(f"{visitor.address}{path}", wait_until="networkidle")
    shown = page.get_by_role("img")
    assert (await shown.evaluate("image => image.currentSrc")).endswith(f"{path}/1/medium")
    assert await shown.evaluate("image => image.complete && image.naturalWidth") > 0
    largest = "new Promise(found => new PerformanceObserver(list => found(list.getEntries().at(-1).url))"
    seen = await page.evaluate(f"{largest}.observe({{type: 'largest-contentful-paint', buffered: true}}))")
    assert seen.endswith(f"{path}/1/preview"), "the small version counts, since the picture has the same place"
    assert sum(received.values()) < 200_000
