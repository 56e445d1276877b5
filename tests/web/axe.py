"""Checks of accessibility by axe, which Playwright evaluates: the page's policy forbids adding scripts."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SMALL = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, summary")].flatMap((one) => {
    if (one.closest("[inert], [aria-hidden=true], [href='#tasks']") || !one.checkVisibility()) return [];
    if (getComputedStyle(one).pointerEvents === "none") return [];
    const { width, height } = (one.matches("input") && one.closest("label") || one).getBoundingClientRect();
    const own = one.getBoundingClientRect();
    if (Math.max(width, own.width) >= 44 && Math.max(height, own.height) >= 44) return [];
    return [`${one.ariaLabel || one.textContent || one.name}: ${width} x ${height}`];
})"""
"""Returns the press targets that are smaller than 44 by 44 pixels, with their sizes."""


async def no_violations(page: Any, within: str = "html") -> None:
    """Assert that axe finds no violations: of all rules in light, and of contrasts in dark."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found = []
    for colours, rules in [
        ("light", ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]),
        ("dark", {"type": "rule", "values": ["color-contrast"]}),
    ]:
        await page.emulate_media(color_scheme=colours)
        options = {"runOnly": rules, "resultTypes": ["violations"], "selectors": False}
        result = await page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
        found += [
            f"{colours}: {one['id']}: {node['html'][:200]}" for one in result["violations"] for node in one["nodes"]
        ]
    assert "\n".join(found) == ""
