import uPlot from "uplot";

/**
 * The value of a colour variable. A canvas supports neither variables nor `light-dark()`, so an element of the page
 * resolves it.
 */
export function resolveColour(place: HTMLElement, variable: string): string {
  place.style.outlineColor = `var(${variable})`;
  return getComputedStyle(place).outlineColor;
}

/** An axis in the colour of its series and as wide as its numbers. */
export function valueAxis(
  scale: string,
  label: string,
  write: (value: number) => string,
  colour: () => string,
) {
  return {
    scale,
    label,
    labelSize: 20,
    labelGap: 2,
    stroke: colour,
    size: widthOfValues,
    values: (_plot, values) => values.map((value) => (Number.isInteger(value) ? write(value) : "")),
  } satisfies uPlot.Axis;
}

function widthOfValues(plot: uPlot, values: string[] | null, place: number, cycle: number): number {
  const axis = plot.axes[place] as uPlot.Axis & { _size: number; font: string[] };
  // uPlot repeats the call until the width no longer changes, which may be never.
  if (cycle > 1) return axis._size;
  plot.ctx.font = axis.font[0] ?? plot.ctx.font;
  const widths = (values ?? []).map((value) => plot.ctx.measureText(value).width / uPlot.pxRatio);
  return Math.ceil(Math.max(0, ...widths)) + 16;
}

/** The periods with room for a name, the last included. Each name is below its bar. */
export function namedPeriods(plot: uPlot): number[] {
  const periods = plot.data[0] as number[];
  const room = Math.max(1, Math.floor((plot.width - 100) / 52));
  const step = Math.ceil(periods.length / room);
  return periods.filter((_, place) => (periods.length - 1 - place) % step === 0);
}

/** The range of the axis, with half a bar on each side. */
export function withMargin(first: number, last: number, count: number): [number, number] {
  const half = count > 1 ? (last - first) / (count - 1) / 2 : 43_200;
  return [first - half, last + half];
}
