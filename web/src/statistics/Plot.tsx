import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { useTranslation } from "../i18n/Translation";
import type { StatisticsChartQuery } from "./StatisticsChart.generated";

type History = StatisticsChartQuery["statisticsHistory"];

/** Tasks as bars, credits as a line. */
export default function Plot({ history }: { history: History }) {
  const { translate, format } = useTranslation();
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const place = element.current;
    if (!place) return;
    const colour = (name: string) => resolveColour(place, name);
    const axis = {
      stroke: () => colour("--text-muted"),
      grid: { stroke: () => colour("--border"), width: 1 },
    };
    const whole = (_plot: uPlot, values: number[]) =>
      values.map((value) => (Number.isInteger(value) ? format.number(value) : ""));
    const plot = new uPlot(
      {
        width: place.clientWidth,
        height: 160,
        cursor: { drag: { x: false, y: false } },
        scales: {
          x: { range: (_plot, first, last) => withMargin(first, last, history.length) },
          tasks: { range: (_plot, _least, most) => [0, Math.max(most, 4) * 1.1] },
          credits: { range: (_plot, _least, most) => [0, Math.max(most, 4) * 1.1] },
        },
        axes: [
          {
            ...axis,
            values: (_plot, days) => days.map((day) => shortDay(day, document.documentElement.lang)),
          },
          { ...axis, scale: "tasks", size: 44, values: whole },
          { ...axis, scale: "credits", side: 1, size: 52, grid: { show: false }, values: whole },
        ],
        series: [
          {
            label: translate("chart.date"),
            value: (_plot, day) => (day === null ? "–" : format.day(new Date(day * 1000).toISOString())),
          },
          {
            label: translate("chart.tasks"),
            scale: "tasks",
            fill: () => colour("--accent"),
            paths: uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.2 }),
            points: { show: false },
          },
          {
            label: translate("chart.credits"),
            scale: "credits",
            stroke: () => colour("--warning"),
            width: 2,
            points: { size: 5 },
          },
        ],
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      },
      [
        history.map(({ periodDate }) => Date.parse(periodDate as string) / 1000),
        history.map(({ totalTasks }) => totalTasks),
        history.map(({ totalCreditsDeducted }) => totalCreditsDeducted),
      ],
      place,
    );

    const resized = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: 160 }));
    resized.observe(place);
    const redraw = () => plot.redraw(false, true);
    const recoloured = new MutationObserver(redraw);
    recoloured.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", redraw);
    return () => {
      resized.disconnect();
      recoloured.disconnect();
      scheme.removeEventListener("change", redraw);
      plot.destroy();
    };
  }, [history, translate, format]);

  return <div ref={element} />;
}

/** A canvas knows neither variables nor `light-dark()`: the browser resolves them on an element. */
function resolveColour(place: HTMLElement, variable: string): string {
  place.style.outlineColor = `var(${variable})`;
  return getComputedStyle(place).outlineColor;
}

/** Half a bar on either side. */
function withMargin(first: number, last: number, count: number): [number, number] {
  const half = count > 1 ? (last - first) / (count - 1) / 2 : 43_200;
  return [first - half, last + half];
}

function shortDay(seconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", timeZone: "UTC" }).format(
    seconds * 1000,
  );
}
