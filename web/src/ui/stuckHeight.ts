/** How many pixels at the window's top are covered by what sticks there: the style variable `--stuck`. */
export function stuckHeight(): number {
  return Number.parseFloat(document.documentElement.style.getPropertyValue("--stuck")) || 0;
}
