/** How much of the window's top is taken by what sticks there, in pixels: `--stuck` in styles. */
export function stuckHeight(): number {
  return Number.parseFloat(document.documentElement.style.getPropertyValue("--stuck")) || 0;
}
