import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import {
  type KeyboardEvent,
  lazy,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { useRoute } from "wouter";
import { useErrorText } from "../connection/useErrorText";
import { useReconnected } from "../connection/useReconnected";
import { ConfirmDeletion } from "../deletion/ConfirmDeletion";
import { SelectionBar } from "../deletion/SelectionBar";
import { useDeleteTasks } from "../deletion/useDeleteTasks";
import { useSelection } from "../deletion/useSelection";
import { useDownload } from "../download/Downloads";
import { noFilters, useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { TaskRow, TaskRowSkeleton } from "../tasks/TaskRow";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import { useMediaQuery } from "../ui/useMediaQuery";
import { useTopOf } from "../ui/useTopOf";
import { TaskCount } from "./TaskCount";
import styles from "./TaskList.module.css";
import { useLiveTasks } from "./useLiveTasks";
import { useTaskPages } from "./useTaskPages";

const TaskPicture = lazy(() => import("../picture/TaskPicture"));

const skeletons = 6;

export function TaskList() {
  const { translate, format } = useTranslation();
  const errorText = useErrorText();
  const { where, change } = useFilters();
  const list = useTaskPages(where);
  const { ids } = list;
  const listed = useMemo(() => new Set(ids), [ids]);
  const appeared = useLiveTasks(where, list.waiting, listed, list.hide);
  useReconnected(() => void (list.error !== undefined && list.reload()));
  const selection = useSelection(listed);
  const deleteTasks = useDeleteTasks();
  const download = useDownload();
  const [pictureIsOpen, picture] = useRoute("/tasks/:id");
  const [deleting, setDeleting] = useState<string[]>([]);
  const deleteOne = useCallback((id: string) => setDeleting([id]), []);

  const element = useRef<HTMLUListElement>(null);
  const top = useTopOf(element);
  const rowHeight = useMediaQuery("(max-width: 640px)") ? 166 : 126;
  const rows = useWindowVirtualizer({
    count: list.waiting ? skeletons : ids.length + (list.hasNextPage ? 3 : 0),
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 5,
    scrollMargin: top,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when their height changes
  useEffect(() => rows.measure(), [rowHeight]);

  const visible = rows.getVirtualItems();
  const firstRow = visible[0]?.index ?? 0;
  const lastRow = visible.at(-1)?.index ?? 0;
  const see = useEffectEvent(list.see);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in sight changes with the list too
  useEffect(() => see(firstRow, lastRow), [firstRow, lastRow, ids, list.error]);

  function moveFocus(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = (event.target as HTMLElement).closest("li");
    if (!step || !row) return;
    const next = ids[Number(row.dataset.index) + step];
    if (!next) return;
    event.preventDefault();
    rows.scrollToIndex(Number(row.dataset.index) + step);
    requestAnimationFrame(() => document.getElementById(`view-${next}`)?.focus());
  }

  const narrowed = Object.keys(where).length > 0;
  return (
    <section aria-labelledby="tasks" className={styles.section}>
      <header className={styles.header}>
        <h2 id="tasks" tabIndex={-1} className={styles.title}>
          {translate("list.title")}
        </h2>
        <TaskCount where={where} />
      </header>
      {appeared > 0 && (
        <div className={styles.appeared}>
          <Button
            kind="primary"
            onClick={async () => {
              await list.reload();
              document.getElementById("tasks")?.focus({ preventScroll: true });
              scrollTo({ top: 0, behavior: "smooth" });
            }}
          >
            <ArrowUp size={16} aria-hidden />
            {translate("list.new", { count: format.number(appeared) })}
          </Button>
        </div>
      )}

      {list.error !== undefined && (
        <div className={styles.message} role="alert">
          <h3>{translate("list.error")}</h3>
          <p>{errorText(list.error)}</p>
          <Button onClick={list.reload}>{translate("retry")}</Button>
        </div>
      )}
      {!list.waiting && list.error === undefined && ids.length === 0 && (
        <div className={styles.message}>
          <h3>{translate(narrowed ? "list.noMatch" : "list.empty")}</h3>
          <p>{translate(narrowed ? "list.noMatchHint" : "list.emptyHint")}</p>
          {narrowed && <Button onClick={() => change(noFilters)}>{translate("filters.clear")}</Button>}
        </div>
      )}

      <ul
        ref={element}
        className={styles.list}
        style={{ height: rows.getTotalSize() }}
        aria-label={translate("list.title")}
        aria-busy={list.busy}
        onKeyDown={moveFocus}
      >
        {visible.map(({ index, key, start }) => {
          const id = ids[index];
          return (
            <li
              key={key}
              data-index={index}
              className={styles.item}
              style={{ transform: `translateY(${start - top}px)` }}
              aria-setsize={list.hasNextPage ? -1 : ids.length}
              aria-posinset={index + 1}
              aria-hidden={id === undefined}
            >
              {id ? (
                <TaskRow
                  id={id}
                  selected={selection.chosen.has(id)}
                  onSelect={selection.select}
                  onDelete={deleteOne}
                />
              ) : (
                <TaskRowSkeleton />
              )}
            </li>
          );
        })}
      </ul>
      {ids.length > 0 && !list.hasNextPage && <p className={styles.end}>{translate("list.end")}</p>}

      <SelectionBar
        count={selection.chosen.size}
        onClear={selection.clear}
        onDownload={() => download([...selection.chosen])}
        onDelete={() => setDeleting([...selection.chosen])}
      />
      <ConfirmDeletion
        ids={deleting}
        listed={ids}
        onClose={() => setDeleting([])}
        onConfirm={() => {
          deleteTasks(deleting, list);
          selection.clear();
        }}
      />
      {pictureIsOpen && (
        <Later>
          <TaskPicture id={picture.id} where={where} listed={ids} list={list} />
        </Later>
      )}
    </section>
  );
}
