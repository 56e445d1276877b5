import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  Fragment,
  type KeyboardEvent,
  lazy,
  type Ref,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { useTranslation } from "../i18n/Translation";
import { focusTask } from "../tasks/focusTask";
import { useReadOnly } from "../tasks/readOnly";
import type { TaskProps } from "../tasks/TaskProps";
import { TaskRowSkeleton } from "../tasks/TaskRowSkeleton";
import { TaskTile } from "../tasks/TaskTile";
import {
  dateOf,
  daysIn,
  type Listed,
  layOut,
  placeBeside,
  placesIn,
  placesOf,
  placesOfDay,
  type Shape,
} from "../timeline/layout";
import { stuckHeight } from "../ui/stuckHeight";
import { useTopOf } from "../ui/useTopOf";
import { DayHeading, dayId } from "./DayHeading";
import styles from "./TaskGrid.module.css";
import { useDragSelection } from "./useDragSelection";
import { usePressSelection } from "./usePressSelection";
import { usePrinting } from "./usePrinting";

const TaskRow = lazy(() => import("../tasks/TaskRow"));

/** Pixels at the window's bottom that a bar may cover. */
const barPixels = 64;
/** The number of rows printed before and after the visible ones. */
const printedRows = 250;

export interface TaskGridHandle {
  /** Scrolls to the task at this place in the list, unless it is visible. */
  reveal: (place: number, align?: "auto" | "start") => void;
}

/** The loaded tasks, by month and day. The document contains only those near the window. */
export function TaskGrid(props: {
  ref: Ref<TaskGridHandle>;
  tasks: Listed[];
  /** The place in the list from which it grows in both directions. */
  begin: number;
  shape: Shape;
  /** The component for a task outside the history. */
  tile?: typeof TaskTile;
  fromNewest: boolean;
  toOldest: boolean;
  busy: boolean;
  isChosen: (id: string) => boolean;
  /** Whether any task is selected. */
  choosing: boolean;
  onSelect: TaskProps["onSelect"];
  /** Called with a day, in days since 1970, and the places of its loaded tasks. */
  onSelectDay: (date: number, from: number, to: number, on: boolean) => void;
  onDownload?: TaskProps["onDownload"];
  onDelete: TaskProps["onDelete"];
  /** Called with the tasks under a mouse drag, whether they are added to the selection, and whether the drag begins. */
  onDrag: (ids: string[], adds: boolean, begins: boolean) => void;
  /**
   * Called with the places of the first and the last task near the window, and of the topmost one within the window.
   */
  onSee: (from: number, to: number, topmost: number) => void;
}) {
  const { translate, format } = useTranslation();
  const { tasks, begin, shape, fromNewest } = props;
  const element = useRef<HTMLDivElement>(null);
  const top = useTopOf(element);
  const printing = usePrinting();
  const readOnly = useReadOnly();
  const { rows, sections } = useMemo(() => layOut(tasks, begin, shape), [tasks, begin, shape]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize(index) {
      const row = rows[index];
      return row ? row.headings + row.height + shape.gap : 0;
    },
    // Keys are the ids of tasks that stay in their rows. Rows before `begin` are filled from their end, so their last
    // task stays. In other rows the first stays.
    getItemKey: useCallback(
      (index: number) => {
        const row = rows[index];
        return tasks[row && row.to <= begin ? row.to - 1 : (row?.from ?? -1)]?.id ?? index;
      },
      [rows, tasks, begin],
    ),
    anchorTo: "end",
    overscan: 4,
    scrollMargin: top,
    scrollPaddingStart: stuckHeight() + shape.barHeight,
    scrollPaddingEnd: barPixels,
  });

  const inSight = virtual.getVirtualItems();
  const firstRow = inSight[0]?.index ?? 0;
  const lastRow = inSight.at(-1)?.index ?? 0;
  const topRow =
    inSight.find(({ end }) => end > (virtual.scrollOffset ?? 0) + stuckHeight() + shape.barHeight)?.index ??
    0;
  const from = rows[firstRow]?.from ?? 0;
  const to = (rows[lastRow]?.to ?? 1) - 1;
  const topmost = rows[topRow]?.from ?? 0;
  const see = useEffectEvent(props.onSee);
  // biome-ignore lint/correctness/useExhaustiveDependencies: visible tasks change with the list too
  useEffect(() => see(from, to, topmost), [from, to, topmost, tasks]);

  function reveal(place: number, align: "auto" | "start" = "auto") {
    const index = rows.findIndex((row) => row.from <= place && place < row.to);
    if (index !== -1) virtual.scrollToIndex(index, { align });
  }
  useImperativeHandle(props.ref, () => ({ reveal }));

  const seen = useRef({ shape, topmost });
  const keepPlace = useEffectEvent(() => {
    const { shape: before, topmost } = seen.current;
    if (before !== shape && before.width > 0 && scrollY > top) reveal(topmost, "start");
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another shape has other rows
  useLayoutEffect(keepPlace, [shape]);
  useEffect(() => {
    // In another shape, the topmost task is known once `reveal` has scrolled.
    if (seen.current.shape === shape) seen.current.topmost = topmost;
    seen.current.shape = shape;
  }, [shape, topmost]);

  function moveFocus(event: KeyboardEvent) {
    const id = (event.target as HTMLElement).closest("li")?.dataset.id;
    const here = tasks.findIndex((task) => task.id === id);
    const place = here === -1 ? undefined : placeBeside(here, event.key, rows, tasks, shape);
    const next = place === undefined ? undefined : tasks[place];
    if (place === undefined || !next) return;
    event.preventDefault();
    reveal(place);
    focusTask(next.id);
  }

  const startOf = (row: number) =>
    (virtual.measurementsCache[row]?.start ?? virtual.getTotalSize() + top) - top;

  /** Pixels from the grid's top to the tasks of a row. */
  const topOf = (row: number) => startOf(row) + (rows[row]?.headings ?? 0);

  const drag = useDragSelection((area, adds, begins) => {
    const ids = rows.flatMap((row, index) => {
      if (topOf(index) > area.bottom || topOf(index) + row.height < area.top) return [];
      const over = placesIn(row, tasks, shape).filter(
        ({ left, width }) => left < area.right && left + width > area.left,
      );
      return over.map(({ id }) => id);
    });
    props.onDrag(ids, adds, begins);
  });

  /** The date of the day whose heading has this id, and the places of its tasks. */
  function dayOf(id: string): [number, number, number] | undefined {
    const row = rows.findIndex(({ days }) => days.some(({ date, begins }) => begins && dayId(date) === id));
    const day = rows[row]?.days.find(({ date }) => dayId(date) === id);
    return day && [day.date, ...placesOfDay(day.date, row, rows)];
  }
  function selectedOf(from: number, to: number) {
    if (!props.choosing) return "none";
    const count = tasks.slice(from, to).filter(({ id }) => props.isChosen(id)).length;
    return count === 0 ? "none" : count === to - from ? "all" : "some";
  }
  function isSelected(id: string) {
    const [, from, to] = dayOf(id) ?? [];
    return from === undefined || to === undefined ? props.isChosen(id) : selectedOf(from, to) === "all";
  }
  function select(id: string, on: boolean, range = false) {
    const day = dayOf(id);
    if (day) props.onSelectDay(...day, on);
    else props.onSelect(id, on, range);
  }
  const press = usePressSelection(props.choosing, isSelected, select);

  const start = printing ? Math.max(firstRow - printedRows, 0) : firstRow;
  const end = printing ? Math.min(lastRow + printedRows, rows.length - 1) : lastRow;
  const today = dateOf(Date.now());
  const Task = props.tile ?? (shape.view === "list" ? TaskRow : TaskTile);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div
      ref={element}
      className={styles.grid}
      style={{ height: printing ? "auto" : virtual.getTotalSize() }}
      role="group"
      aria-label={translate("list.title")}
      aria-busy={props.busy}
      data-printing={printing}
      data-choosing={props.choosing}
      onKeyDown={moveFocus}
      {...(shape.view === "gallery" && !readOnly && drag.handlers)}
    >
      {drag.area && (
        <div
          className={styles.dragged}
          style={{
            left: drag.area.left,
            top: drag.area.top,
            width: drag.area.right - drag.area.left,
            height: drag.area.bottom - drag.area.top,
          }}
        />
      )}
      {sections.slice(rows[start]?.section, (rows[end]?.section ?? -1) + 1).map(({ month, first, last }) => (
        <section
          key={month}
          className={styles.month}
          style={{ top: startOf(first), height: printing ? "auto" : startOf(last + 1) - startOf(first) }}
          {...(!readOnly && press)}
        >
          {month !== null && (
            <h3 className={styles.heading} style={{ height: shape.barHeight }}>
              {format.month(month)}
            </h3>
          )}
          {daysIn(rows, Math.max(first, start), Math.min(last, end)).map(({ date, inRows }) => {
            const name = shape.dated ? format.dayOfMonth(date, today) : translate("list.title");
            const [begin] = inRows;
            return (
              <Fragment key={date}>
                {begin?.day.begins && (
                  <DayHeading
                    date={date}
                    name={name}
                    left={begin.day.left}
                    top={topOf(begin.index) - startOf(first) - shape.dayHeight}
                    width={begin.day.width}
                    height={shape.dayHeight}
                    selected={readOnly ? undefined : selectedOf(...placesOfDay(date, begin.index, rows))}
                    onSelect={select}
                  />
                )}
                <ul className={styles.tasks} aria-label={name}>
                  {inRows.flatMap(({ index, row, day }) =>
                    placesOf(day, row, tasks, shape).map(({ id, place, left, width }) => (
                      <li
                        key={id}
                        data-id={id}
                        className={styles.item}
                        style={{
                          width,
                          height: row.height,
                          translate: printing ? "none" : `${left}px ${topOf(index) - startOf(first)}px`,
                        }}
                        aria-setsize={fromNewest && props.toOldest ? tasks.length : -1}
                        aria-posinset={fromNewest ? place + 1 : undefined}
                      >
                        <Suspense fallback={<TaskRowSkeleton />}>
                          <Task
                            id={id}
                            selected={props.isChosen(id)}
                            onSelect={props.onSelect}
                            onDownload={props.onDownload}
                            onDelete={props.onDelete}
                          />
                        </Suspense>
                      </li>
                    )),
                  )}
                </ul>
              </Fragment>
            );
          })}
        </section>
      ))}
    </div>
  );
}
