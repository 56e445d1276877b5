import { useApolloClient } from "@apollo/client/react";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useRoute } from "wouter";
import { useReconnected } from "../connection/useReconnected";
import { tasksOf } from "../deletion/batchesOf";
import { useDeleting } from "../deletion/Deletions";
import { useSelection } from "../deletion/useSelection";
import { useDownloadTask } from "../download/useDownloadTask";
import { useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { useBoardsKnown } from "../sharing/boardsKnown";
import { useStar } from "../stars/useStar";
import { compareRoute } from "../tasks/comparePath";
import { useReadOnly } from "../tasks/readOnly";
import { useTaskTotals } from "../tasks/useTaskTotals";
import { Later } from "../ui/Later";
import { ListError } from "./ListMessage";
import { Newest } from "./Newest";
import { Skeletons } from "./Skeletons";
import { TaskGrid, type TaskGridHandle } from "./TaskGrid";
import styles from "./TaskList.module.css";
import { TaskTotals } from "./TaskTotals";
import { useDaySelection } from "./useDaySelection";
import { listKeys, readingKeys, useListKeys } from "./useListKeys";
import { useLiveTasks } from "./useLiveTasks";
import { useOrder } from "./useOrder";
import { usePlaceInAddress, useStartInAddress } from "./usePlaceInAddress";
import { useRemoval } from "./useRemoval";
import { useReveal } from "./useReveal";
import { useShape } from "./useShape";
import { useStable } from "./useStable";
import { useTaskPages } from "./useTaskPages";
import { useSize, useView } from "./useView";

const Comparison = lazy(() => import("../comparison/Comparison"));
const ListHeader = lazy(() => import("./ListHeader"));
const NoTasks = lazy(() => import("./NoTasks"));
const KeyHelp = lazy(() => import("../ui/KeyHelp"));
const TimeRail = lazy(() => import("../timeline/TimeRail"));
const SelectionBar = lazy(() => import("../deletion/SelectionBar"));
const BoardStrip = lazy(() => import("./strip/BoardStrip"));
const TaskPicture = lazy(() => import("../picture/TaskPicture"));

export function TaskList() {
  const { translate } = useTranslation();
  const readOnly = useReadOnly();
  const where = useStable(useFilters().where);
  const [view] = useView();
  const [size] = useSize();
  const body = useRef<HTMLDivElement>(null);
  const order = useOrder();
  const shape = useShape(body, view, size, order.isUsual);
  const query = useStable({ where, ...(order.orderBy && { orderBy: order.orderBy }) });
  const list = useTaskPages(query, useStartInAddress());
  const { tasks } = list;
  const ids = useMemo(() => tasks.map(({ id }) => id), [tasks]);
  const listed = useMemo(() => new Set(ids), [ids]);
  const totals = useTaskTotals(where);
  const total = totals?.taskCount;
  const selection = useSelection(where, ids);
  const selectDay = useDaySelection(where, list, selection.mark);
  const { appeared, resetAppeared } = useLiveTasks(
    where,
    { waiting: list.waiting, fromNewest: list.fromNewest && order.isUsual },
    listed,
    (gone) => {
      list.hide(gone);
      selection.mark(gone, false);
    },
    (task, matches) => {
      list.unhide([task.id]);
      // In another order its place is unknown.
      if (matches && order.isUsual && !listed.has(task.id)) list.restore(task);
    },
  );
  useReconnected(() => void (list.error !== undefined && list.retry()));

  const grid = useRef<TaskGridHandle>(null);
  const [topmost, setTopmost] = useState(0);
  const [[from, to], setSeen] = useState<[number, number]>([0, 0]);
  const seen = useStable(ids.slice(from, to + 1));
  const [pictureIsOpen, picture] = useRoute("/tasks/:id");
  const [isCompared, comparison] = useRoute(compareRoute);
  const jump = useReveal(picture?.id, list, grid, body, order.isUsual);
  usePlaceInAddress(
    (topmost === 0 && list.fromNewest) || !order.isUsual ? null : (tasks[topmost]?.time ?? null),
  );

  const { remove } = useDeleting();
  const removal = useRemoval(list, ids);
  const removeOne = useCallback((id: string) => void remove([id], 1, removal), [remove, removal]);
  function removeChosen(forGood = false) {
    let begun = false;
    const hide = (gone: string[]) => {
      if (!begun) selection.clear();
      begun = true;
      removal.hide(gone);
    };
    void remove(selection.chosen, selection.count(total?.value), { ...removal, hide }, forGood);
  }
  const downloadTask = useDownloadTask();
  const download = useRef(downloadTask);
  download.current = downloadTask;
  const downloadOne = useCallback((id: string) => void download.current(id), []);
  const boardsKnown = useBoardsKnown();
  const [helping, setHelping] = useState(false);
  const client = useApolloClient();
  const star = useStar();
  useListKeys(selection, ids, {
    download: downloadOne,
    star: (id) => void star([id], !tasksOf(client.cache, [id])[0]?.isStarred),
    deleteChosen: removeChosen,
    delete: (id, forGood) => void remove([id], 1, removal, forGood),
    help: () => setHelping(true),
  });

  const failure = list.error !== undefined && <ListError error={list.error} onRetry={list.retry} />;
  return (
    <section aria-labelledby="tasks">
      <div className={styles.top}>
        {boardsKnown && !readOnly && (
          <Suspense>
            <BoardStrip selection={selection} total={total?.value} />
          </Suspense>
        )}
        <header className={styles.header}>
          <h2 id="tasks" tabIndex={-1} className={styles.title}>
            {translate("list.title")}
          </h2>
          <TaskTotals totals={totals} where={where} />
        </header>
      </div>
      {!list.failedAtEnd && failure}
      {!list.waiting && list.error === undefined && ids.length === 0 && list.fromNewest && (
        <Later>
          <NoTasks />
        </Later>
      )}

      <div className={styles.body}>
        <div ref={body}>
          <Newest
            appeared={appeared}
            fromNewest={list.fromNewest}
            onShow={() => {
              resetAppeared();
              return list.reload();
            }}
          />
          {view === "list" && (
            <Suspense fallback={<div style={{ height: shape.barHeight }} />}>
              <ListHeader height={shape.barHeight} ids={seen} />
            </Suspense>
          )}
          {/* They are removed when tasks appear: if they moved below the tasks, the page would jump. */}
          {list.waiting && <Skeletons shape={shape} />}
          {!list.waiting && shape.width > 0 && (
            <TaskGrid
              ref={grid}
              tasks={tasks}
              begin={list.begin}
              shape={shape}
              fromNewest={list.fromNewest}
              toOldest={!list.hasNextPage}
              busy={list.busy}
              choosing={selection.any}
              isChosen={selection.has}
              onSelect={selection.select}
              onSelectDay={selectDay}
              onDownload={downloadOne}
              onDelete={removeOne}
              onDrag={selection.drag}
              onSee={(from, to, top) => {
                list.see(from, to);
                setTopmost(top);
                setSeen([from, to]);
              }}
            />
          )}
          {list.hasNextPage && list.error === undefined && <Skeletons shape={shape} />}
          {list.failedAtEnd && failure}
          {ids.length > 0 && !list.hasNextPage && <p className={styles.end}>{translate("list.end")}</p>}
        </div>
        {!readOnly && order.isUsual && (list.hasNextPage || !list.fromNewest || ids.length > 50) && (
          <Later>
            <TimeRail where={where} shown={tasks[topmost]?.time ?? Date.now()} onJump={jump} />
          </Later>
        )}
      </div>

      {selection.any && (
        <Later>
          <SelectionBar selection={selection} total={total} onDelete={() => removeChosen()} />
        </Later>
      )}
      {helping && (
        <Later>
          <KeyHelp
            description="keys.ofList"
            keys={readOnly ? readingKeys : listKeys}
            onClose={() => setHelping(false)}
          />
        </Later>
      )}
      {isCompared && (
        <Later>
          <Comparison written={comparison.compared} />
        </Later>
      )}
      {pictureIsOpen && (
        <Later>
          <TaskPicture id={picture.id} query={query} listed={ids} list={list} />
        </Later>
      )}
    </section>
  );
}
