import "uplot/dist/uPlot.min.css";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import uPlot from "uplot";
import { useTranslation } from "../i18n/Translation";
import { namedPeriods, resolveColour, valueAxis, withMargin } from "./axes";
import styles from "./Plot.module.css";
import type { StatisticsChartQuery } from "./StatisticsChart.generated";
import type { Step } from "./span";

const height = 200;
type Totals = StatisticsChartQuery["statisticsHistory"];

/**
 * A chart with tasks as bars and credits as a line. Above it are the values of the last period pointed at, or of the
 * newest one.
 */
export default function Plot(props: {
  step: Step;
  history: Totals;
  onPress: ((periodDate: string) => void) | undefined;
}) {
  const { step, history } = props;
  const { translate, format } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const [pointedAt, setPointedAt] = useState<string | null>();
  const shown = history.find(({ periodDate }) => periodDate === pointedAt) ?? history.at(-1);
  const press = useEffectEvent((place: number | null | undefined) => {
    const date = typeof place === "number" && history[place]?.periodDate;
    if (date) props.onPress?.(date);
  });

  useEffect(() => {
    const place = element.current;
    if (!place) return;
    const colour = (name: string) => () => resolveColour(place, name);
    const [tasks, credits] = [colour("--accent"), colour("--warning")];
    const grid = { stroke: colour("--border"), width: 1 };
    const fromZero: uPlot.Scale = { range: (_plot, _least, most) => [0, Math.max(most, 4) * 1.1] };
    const plot = new uPlot(
      {
        width: place.clientWidth,
        height,
        padding: [8, null, null, null],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, y: false },
        scales: {
          x: { range: (_plot, first, last) => withMargin(first, last, history.length) },
          tasks: fromZero,
          credits: fromZero,
        },
        axes: [
          {
            stroke: colour("--text-muted"),
            size: 32,
            grid: { show: false },
            splits: namedPeriods,
            values: (_plot, starts) => starts.map((start) => format.shortPeriod(start * 1000, step)),
          },
          { ...valueAxis("tasks", translate("chart.tasks"), format.short, tasks), grid },
          {
            ...valueAxis("credits", translate("chart.credits"), format.short, credits),
            side: 1,
            grid: { show: false },
          },
        ],
        series: [
          {},
          {
            scale: "tasks",
            fill: tasks,
            paths: uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.2 }),
            points: { show: false },
          },
          { scale: "credits", stroke: credits, width: 2, points: { size: 5 } },
        ],
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        hooks: {
          // After a tap the pointer leaves the chart, which must not change the values.
          setCursor: [({ cursor }) => setPointedAt((last) => history[cursor.idx ?? -1]?.periodDate ?? last)],
        },
      },
      [
        history.map(({ periodDate }) => Date.parse(periodDate as string) / 1000),
        history.map(({ totalTasks }) => totalTasks),
        history.map(({ totalCreditsDeducted }) => totalCreditsDeducted),
      ],
      place,
    );
    plot.over.addEventListener("click", () => press(plot.cursor.idx));
    // Follows a finger that slides over the bars, since uPlot follows only a mouse.
    plot.over.addEventListener("pointermove", ({ pointerType, offsetX }) => {
      if (pointerType !== "mouse") plot.setCursor({ left: offsetX, top: 0 });
    });
    const stopAdapting = adapt(plot, place);
    return () => {
      stopAdapting();
      plot.destroy();
    };
  }, [step, history, translate, format]);

  return (
    <>
      <p className={styles.values}>
        {shown?.periodDate && <span>{format.period(shown.periodDate, step)}</span>}
        <span className={styles.tasks}>
          {translate("chart.tasks")} {format.number(shown?.totalTasks ?? 0)}
        </span>
        <span className={styles.credits}>
          {translate("chart.credits")} {format.number(shown?.totalCreditsDeducted ?? 0)}
        </span>
      </p>
      <div ref={element} className={styles.plot} data-pressable={props.onPress !== undefined} />
    </>
  );
}

/** Draws the chart again when its size or its colours change. */
function adapt(plot: uPlot, place: HTMLElement): () => void {
  const resized = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }));
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
  };
}
