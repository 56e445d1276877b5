"""
Measures how long the history page takes to open in Chromium, and to scroll. Start `./run dev`, then run
`python -m benchmarks.page ADDRESS` with the address that it prints. Nothing else should run; the machine's load is also
printed. With the address of a share link, it measures how soon a phone on a slow network shows the picture.
"""

import json
import os
import shutil
import statistics
import sys
from collections import Counter
from operator import itemgetter
from typing import Any, Self

from playwright.sync_api import Browser, Page, sync_playwright

from tests.clients.node import node_home

DEVICES: dict[str, tuple[dict[str, Any], int]] = {
    "desktop, 1440 px": ({"viewport": {"width": 1440, "height": 900}}, 1),
    "phone, 390 px, CPU 4 times slower": (
        {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 3},
        4,
    ),
}
OBSERVE = """
window.seen = { largest: 0, shifted: 0 };
const observe = (type, each) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
observe("largest-contentful-paint", ({ startTime, url }) => Object.assign(seen, { largest: startTime, url }));
observe("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shifted += value; });
"""
SCROLL = """async () => {
  for (const end = performance.now() + 5000; performance.now() < end; ) {
    scrollBy(0, 60);
    await new Promise(requestAnimationFrame);
  }
}"""
BLOCKING = 50
"""Milliseconds that a task of the main thread may take; further ones count as blocking."""

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""As Lighthouse simulates it: milliseconds, and bytes a second."""
VISITS = 5


class Trace:
    """
    Records the work of the page's main thread within the context, in milliseconds of processor time, which a busy
    machine does not change. To slow a processor down, Chromium makes the thread busy; that also counts.
    """

    def __init__(self, browser: Browser, page: Page) -> None:
        self.browser, self.page = browser, page
        self.tasks: list[float] = []
        self.frames: list[float] = []

    def __enter__(self) -> Self:
        self.browser.start_tracing(page=self.page, categories=["toplevel", "devtools.timeline"])
        return self

    def __exit__(self, *_: object) -> None:
        events = sorted(json.loads(self.browser.stop_tracing())["traceEvents"], key=itemgetter("ts"))
        scripts = Counter((event["pid"], event["tid"]) for event in events if event["name"] == "FunctionCall")
        main_thread = scripts.most_common(1)[0][0]
        for event in events:
            if (event["pid"], event["tid"]) != main_thread:
                continue
            if event["name"] == "FireAnimationFrame":
                self.frames.append(0)
            if event["name"].endswith("RunTask") and "tdur" in event:
                self.tasks.append(event["tdur"] / 1000)
                if self.frames:
                    self.frames[-1] += self.tasks[-1]

    @property
    def blocked(self) -> float:
        return sum(max(0, task - BLOCKING) for task in self.tasks)


def measure(browser: Browser, address: str, options: dict[str, Any], slower: int) -> list[str]:
    """Visit the page once, with an empty cache and a processor so many times slower. Return lines of figures."""
    page = browser.new_context(**options).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    received: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
    )
    page.add_init_script(OBSERVE)
    with Trace(browser, page) as opening:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(2000)
    seen = page.evaluate("seen")
    scripts = sum(size for request, size in received.items() if kinds.get(request) == "Script")
    with Trace(browser, page) as scrolling:
        page.evaluate(SCROLL)
    page.context.close()
    frames = sorted(scrolling.frames)
    median, most, nearly_all = (frames[int(part * len(frames))] for part in (0.5, 0.95, 0.99))
    return [
        f"LCP {seen['largest']:,.0f} ms by the clock, CLS {seen['shifted']:.3f}",
        f"blocked {opening.blocked:,.0f} ms, busy {sum(opening.tasks):,.0f} ms of processor time",
        f"{scripts:,} bytes of scripts of {sum(received.values()):,} in {len(received)} requests",
        f"scrolling, a frame: p50 {median:.1f} ms, p95 {most:.1f} ms, p99 {nearly_all:.1f} ms of processor time",
    ]


def measure_link(browser: Browser, address: str, options: dict[str, Any], slower: int) -> list[str]:
    """Visit the page of a share link several times, each with an empty cache. Return lines of figures."""
    largest, shown, received = [], "", 0
    for _ in range(VISITS):
        page = browser.new_context(**options).new_page()
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.add_init_script(OBSERVE)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        seen = page.evaluate("seen")
        largest.append(seen["largest"])
        shown, received = seen["url"].rpartition("/s/")[2].partition("/")[2], sum(sizes)
        page.context.close()
    median = statistics.median(largest)
    return [f"LCP {median:,.0f} ms ({min(largest):,.0f} – {max(largest):,.0f}): {shown}", f"{received:,} bytes in all"]


def main(address: str) -> None:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_home() / "bin" / "node"))
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (options, slower) in DEVICES.items():
            print(f"{name} (load {os.getloadavg()[0]:.1f})")
            visit = measure_link if "/s/" in address else measure
            print(*(f"  {line}" for line in visit(browser, address, options, slower)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
