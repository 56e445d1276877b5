import type { TaskFilter } from "@task-record/client/schema.generated";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { dateOf } from "./layout";
import { instantAt, placeOf } from "./months";
import styles from "./TimeRail.module.css";
import { useMonths } from "./useMonths";

/** Milliseconds between two updates of the list during a drag. */
const dragUpdateMs = 150;
/** The minimum share of the rail of a month that has room for its name. */
const labelledShare = 0.03;
/** Pixels between the rail and the window's bottom. */
const bottomPixels = 24;

/** The months next to the list, each as high as its share of the tasks. A press, a drag or a key goes there at once. */
export default function TimeRail(props: {
  where: TaskFilter;
  /** When the topmost visible task was created, in milliseconds. */
  shown: number;
  onJump: (instant: number) => unknown;
}) {
  const { translate, format } = useTranslation();
  const months = useMonths(props.where);
  const [pointed, setPointed] = useState<number | null>(null);
  /** The month under an unpressed mouse, and its place. */
  const [hovered, setHovered] = useState<{ place: number; date: string } | null>(null);
  const following = useRef<{ timer: number; place: number }>(undefined);
  // The list may have changed when a drag's timer fires.
  const onJump = useRef(props.onJump);
  onJump.current = props.onJump;
  const scrolling = useScrolling();
  const newest = months[0];
  if (!newest) return null;

  const instant = pointed === null ? props.shown : instantAt(pointed, months);
  const place = pointed ?? placeOf(instant, months);
  const current = months.findIndex(({ end }) => place < end);
  const jump = (to: number) => onJump.current(instantAt(to, months));

  function hover(event: PointerEvent<HTMLElement>) {
    const place = placeUnder(event);
    const month = months.find(({ end }) => place < end);
    if (event.pointerType === "mouse") setHovered(month ? { place, date: month.date } : null);
  }

  function follow(event: PointerEvent<HTMLElement>) {
    const place = placeUnder(event);
    setPointed(place);
    setHovered(null);
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
      ref={fillWindow}
      className={styles.rail}
      role="slider"
      tabIndex={0}
      aria-label={translate("timeline.label")}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={months.length - 1}
      aria-valuenow={Math.max(current, 0)}
      aria-valuetext={format.days(dateOf(instant))}
      data-active={pointed !== null || scrolling}
      onKeyDown={step}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => (pointed === null ? hover(event) : follow(event))}
      onPointerLeave={() => setHovered(null)}
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
            {startsYear ? (
              <span className={styles.year}>{date.slice(0, 4)}</span>
            ) : (
              end - begin > labelledShare && (
                <span className={styles.name}>{format.shortPeriod(Date.parse(date), "MONTH")}</span>
              )
            )}
          </span>
        );
      })}
      <span className={styles.marker} style={{ top: `${place * 100}%` }}>
        <span className={styles.date}>{format.days(dateOf(instant))}</span>
      </span>
      {hovered && (
        <span className={styles.hovered} style={{ top: `${hovered.place * 100}%` }}>
          {format.period(hovered.date, "MONTH")}
        </span>
      )}
    </div>
  );
}

/** The place on the rail under the pointer, from 0 to 1. */
function placeUnder({ currentTarget, clientY }: PointerEvent<HTMLElement>): number {
  const { top, height } = currentTarget.getBoundingClientRect();
  return Math.min(Math.max((clientY - top) / height, 0), 0.9999);
}

/** Fits the rail to the room between its top and the window's bottom, while the page scrolls. */
function fillWindow(rail: HTMLElement | null) {
  if (!rail) return;
  const fill = () => {
    rail.style.height = `${innerHeight - rail.getBoundingClientRect().top - bottomPixels}px`;
  };
  fill();
  const observer = new ResizeObserver(fill);
  observer.observe(document.documentElement);
  addEventListener("scroll", fill, { passive: true });
  addEventListener("resize", fill);
  return () => {
    observer.disconnect();
    removeEventListener("scroll", fill);
    removeEventListener("resize", fill);
  };
}

/** Whether the window is being scrolled, or was in the last 0.8 seconds. */
function useScrolling(): boolean {
  const [scrolling, setScrolling] = useState(false);
  useEffect(() => {
    let timer: number | undefined;
    const scrolled = () => {
      setScrolling(true);
      clearTimeout(timer);
      timer = window.setTimeout(() => setScrolling(false), 800);
    };
    addEventListener("scroll", scrolled, { passive: true });
    return () => {
      removeEventListener("scroll", scrolled);
      clearTimeout(timer);
    };
  }, []);
  return scrolling;
}
