import { NetworkStatus } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useErrorText } from "../errors";
import { noFilters, useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { useLiveTasks } from "../live/useLiveTasks";
import { Button } from "../ui/Button";
import { useMediaQuery } from "../ui/useMediaQuery";
import { DeleteTasks } from "./DeleteTasks";
import { SelectionBar } from "./SelectionBar";
import { TaskCount } from "./TaskCount";
import { TaskListDocument } from "./TaskList.generated";
import styles from "./TaskList.module.css";
import { TaskRow, TaskRowSkeleton } from "./TaskRow";
import { useSelection } from "./useSelection";

const skeletons = 6;

export function TaskList() {
  const { translate, format } = useTranslation();
  const errorText = useErrorText();
  const { where, change } = useFilters();
  const { data, error, networkStatus, fetchMore, refetch } = useQuery(TaskListDocument, {
    variables: { where },
    fetchPolicy: "cache-and-network",
  });
  const edges = data?.tasks.edges ?? [];
  const hasNextPage = data?.tasks.pageInfo.hasNextPage ?? false;
  const endCursor = data?.tasks.pageInfo.endCursor;

  // What goes wrong is in `error`.
  const reload = () => refetch().catch(() => undefined);

  const ids = useMemo(() => new Set(edges.map(({ node }) => node.id)), [edges]);
  const appeared = useLiveTasks(where, ids);
  const selection = useSelection(ids);
  const [deleting, setDeleting] = useState<string[]>([]);
  const deleteOne = useCallback((id: string) => setDeleting([id]), []);

  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const rowHeight = useMediaQuery("(max-width: 640px)") ? 166 : 126;
  const waiting = !data && !error;
  const rows = useWindowVirtualizer({
    count: waiting ? skeletons : edges.length + (hasNextPage ? 3 : 0),
    estimateSize: () => rowHeight,
    getItemKey: (index) => edges[index]?.node.id ?? index,
    overscan: 5,
    scrollMargin: top,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when their height changes
  useEffect(() => rows.measure(), [rowHeight]);

  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const wantsMore =
    hasNextPage && !error && networkStatus === NetworkStatus.ready && last >= edges.length - 10;
  useEffect(() => {
    if (wantsMore) fetchMore({ variables: { after: endCursor } }).catch(() => undefined);
  }, [wantsMore, endCursor, fetchMore]);

  function moveFocus(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = (event.target as HTMLElement).closest("li");
    if (!step || !row) return;
    const next = edges[Number(row.dataset.index) + step];
    if (!next) return;
    event.preventDefault();
    rows.scrollToIndex(Number(row.dataset.index) + step);
    requestAnimationFrame(() => document.getElementById(`view-${next.node.id}`)?.focus());
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
              await reload();
              scrollTo({ top: 0, behavior: "smooth" });
            }}
          >
            <ArrowUp size={16} aria-hidden />
            {translate("list.new", { count: format.number(appeared) })}
          </Button>
        </div>
      )}

      {error && (
        <div className={styles.message} role="alert">
          <h3>{translate("list.error")}</h3>
          <p>{errorText(error)}</p>
          <Button onClick={reload}>{translate("retry")}</Button>
        </div>
      )}
      {data && edges.length === 0 && (
        <div className={styles.message}>
          <h3>{translate(narrowed ? "list.noMatch" : "list.empty")}</h3>
          <p>{translate(narrowed ? "list.noMatchHint" : "list.emptyHint")}</p>
          {narrowed && <Button onClick={() => change(noFilters)}>{translate("filters.clear")}</Button>}
        </div>
      )}

      <ul
        ref={list}
        className={styles.list}
        style={{ height: rows.getTotalSize() }}
        aria-label={translate("list.title")}
        aria-busy={networkStatus !== NetworkStatus.ready && networkStatus !== NetworkStatus.error}
        onKeyDown={moveFocus}
      >
        {visible.map(({ index, key, start }) => {
          const task = edges[index]?.node;
          return (
            <li
              key={key}
              data-index={index}
              className={styles.item}
              style={{ transform: `translateY(${start - top}px)` }}
              aria-setsize={hasNextPage ? -1 : edges.length}
              aria-posinset={index + 1}
              aria-hidden={task === undefined}
            >
              {task ? (
                <TaskRow
                  task={task}
                  selected={selection.chosen.has(task.id)}
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
      {edges.length > 0 && !hasNextPage && <p className={styles.end}>{translate("list.end")}</p>}

      <SelectionBar
        count={selection.chosen.size}
        onClear={selection.clear}
        onDelete={() => setDeleting([...selection.chosen])}
      />
      <DeleteTasks ids={deleting} onClose={() => setDeleting([])} onDeleted={selection.clear} />
    </section>
  );
}
