import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTimeZone } from "../calendar/useTimeZone";
import { useTranslation } from "../i18n/Translation";
import type { TaskFilter } from "../schema.generated";
import { dateOf } from "./layout";
import { instantAt, placeOf } from "./months";
import styles from "./TimeRail.module.css";
import { useMonths } from "./useMonths";
import { useScrolling } from "./useScrolling";

/** Milliseconds between two updates of the list during a drag. */
const dragUpdateMs = 150;

/**
 * The months beside the list, each as high as its share of the tasks. A press, a drag or a key leads there at
 * once.
 */
export function TimeRail(props: {
  where: TaskFilter;
  /** When the topmost task in sight was created, in milliseconds. */
  shown: number;
  onJump: (instant: number) => void;
}) {
  const { translate, format } = useTranslation();
  const months = useMonths(props.where);
  const timeZone = useTimeZone();
  const [pointed, setPointed] = useState<number | null>(null);
  const following = useRef<{ timer: number; place: number }>(undefined);
  const scrolling = useScrolling();
  const newest = months[0];
  if (!newest) return null;

  const instant = pointed === null ? props.shown : instantAt(pointed, months);
  const place = pointed ?? placeOf(instant, months);
  const current = months.findIndex(({ end }) => place < end);
  const jump = (to: number) => props.onJump(instantAt(to, months));

  function follow({ currentTarget, clientY }: PointerEvent<HTMLElement>) {
    const { top, height } = currentTarget.getBoundingClientRect();
    const place = Math.min(Math.max((clientY - top) / height, 0), 0.9999);
    setPointed(place);
    if (following.current) following.current.place = place;
    else {
      jump(place);
      const timer = window.setTimeout(() => {
        const latest = following.current?.place;
        following.current = undefined;
        if (latest !== undefined && latest !== place) jump(latest);
      }, dragUpdateMs);
      following.current = { timer, place };
    }
  }

  function step(event: KeyboardEvent) {
    const [newer, older] = [months[current - 1], months[current + 1]];
    const to = { ArrowUp: newer?.begin, ArrowDown: older?.begin, Home: 0, End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    jump(to);
  }

  return (
    <div
      className={styles.rail}
      role="slider"
      tabIndex={0}
      aria-label={translate("timeline.label")}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={months.length - 1}
      aria-valuenow={Math.max(current, 0)}
      aria-valuetext={format.days(dateOf(instant, timeZone))}
      data-active={pointed !== null || scrolling}
      onKeyDown={step}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => pointed !== null && follow(event)}
      onPointerUp={() => setPointed(null)}
      onPointerCancel={() => setPointed(null)}
    >
      {months.map(({ date, tasks, begin, end }, index) => {
        const startsYear = months[index - 1]?.date.slice(0, 4) !== date.slice(0, 4);
        return (
          <span
            key={date}
            className={styles.month}
            style={{ top: `${begin * 100}%`, height: `${(end - begin) * 100}%` }}
            title={`${format.period(date, "MONTH")} · ${format.number(tasks)}`}
          >
            {startsYear && <span className={styles.year}>{date.slice(0, 4)}</span>}
          </span>
        );
      })}
      <span className={styles.marker} style={{ top: `${place * 100}%` }}>
        <span className={styles.date}>{format.days(dateOf(instant, timeZone))}</span>
      </span>
    </div>
  );
}
