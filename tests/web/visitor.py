"""Opens the page in a browser, and gestures that Playwright does not have."""

import asyncio
import re
from pathlib import Path
from typing import Any

import asyncpg

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import data_url, picture

EXPECT_TIMEOUT_MS = 15_000
"""How long to wait for an expectation, on a busy machine."""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NUMBERED = """
INSERT INTO user_task_history (user_id, prompt, aspect_ratio, task_type, created_at, status, completed_at)
SELECT $1, 'Task ' || n, (ARRAY['1:1', '16:9', '9:16', '4:3'])[1 + n % 4],
  (ARRAY['image_edit', 'image_generation'])[1 + n % 2], now() - n * interval '7 hours', $3::text,
  CASE WHEN $3::text <> 'pending' THEN now() END
FROM generate_series(1, $2::integer) AS n
"""


class Visitor:
    """Opens the page as the user. The fixture asserts that `complaints`, the browser's errors, is empty."""

    def __init__(
        self, new_context: Any, site: ServedApplication, user: Client, settings: Settings | None = None
    ) -> None:
        self.new_context = new_context
        self.address = site.url
        self.user = user
        self.settings = settings
        self.complaints: list[str] = []

    async def open(self, path: str = "/", *, signed_in: bool = True, **context: Any) -> Any:
        # Without animations, for which tests would wait.
        options = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | context
        page = await (await self.new_context(**options)).new_page()
        page.set_default_timeout(EXPECT_TIMEOUT_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if re.search("Content Security Policy|Error:", message.text)
                else None
            ),
        )
        await page.goto(f"{self.address}{path}{f'#token={self.user.token}' if signed_in else ''}")
        return page

    async def record(self, count: int, status: str = "pending") -> None:
        """Insert `Task 1` to `Task N` of several aspect ratios over many days, newest first; even ones are edits."""
        assert self.settings
        connection = await asyncpg.connect(self.settings.database_owner_url.get_secret_value())
        await connection.execute(NUMBERED, self.user.id, count, status)
        await connection.close()


async def completed(user: Client, prompt: str, **input: Any) -> str:
    task = await user.task("createTask", prompt=prompt, **input)
    await user.task(
        "completeTask", id=task["id"], image={"dataUrl": data_url(picture())}, tokensUsed=150, creditsDeducted=1
    )
    return str(task["id"])


async def choose_view(page: Any, label: str | re.Pattern[str]) -> None:
    """Make a choice in the menu of how tasks are shown."""
    await page.get_by_role("button", name=re.compile("^(View|显示方式)$")).click()
    await page.get_by_label(label, exact=True).check(force=True)
    await page.keyboard.press("Escape")
    await page.get_by_role("dialog").wait_for(state="detached")


async def open_statistics(page: Any) -> None:
    """Open the statistics, which are in the user menu on a phone."""
    if page.viewport_size["width"] <= 760:
        await page.get_by_role("button", name="User menu").click()
    await page.get_by_role("button", name="Statistics").click()


async def middle(element: Any) -> tuple[float, float]:
    box = await element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drop(page: Any, zone: Any, *paths: Path) -> None:
    """Drop files on an element, as if they were dragged from outside the browser."""
    await zone.scroll_into_view_if_needed()
    box = await zone.bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    session = await page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        await session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})


class Fingers:
    """Touch events, sent by Chromium's DevTools protocol."""

    def __init__(self, session: Any) -> None:
        self.session = session

    async def send(self, kind: str, *points: tuple[float, float]) -> None:
        touched = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        await self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    async def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        await self.send("touchStart", start)
        for step in range(1, 11):
            x, y = (one + (other - one) * step / 10 for one, other in zip(start, end, strict=True))
            await self.send("touchMove", (x, y))
        await self.rest()
        await self.send("touchEnd")

    async def hold(self, at: tuple[float, float]) -> None:
        await self.send("touchStart", at)
        await asyncio.sleep(0.7)
        await self.send("touchEnd")

    async def rest(self) -> None:
        """Wait until scrolling after a swipe has ended, because a tap would only stop it."""
        await asyncio.sleep(0.2)

    async def pinch(self, at: tuple[float, float], start: float, end: float) -> None:
        """Pinch around the point `at`, with both fingers first `start` and in the end `end` pixels away from it."""
        x, y = at
        await self.send("touchStart", (x - start, y))
        await self.send("touchStart", (x - start, y), (x + start, y))
        for step in range(1, 11):
            far = start + (end - start) * step / 10
            await self.send("touchMove", (x - far, y), (x + far, y))
        await self.send("touchEnd")
