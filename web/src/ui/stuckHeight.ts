/** The pixels that the sticky bar covers at the window's top: the style variable `--stuck`. */
export function stuckHeight(): number {
  return Number.parseFloat(document.documentElement.style.getPropertyValue("--stuck")) || 0;
}
