import { useQuery } from "@apollo/client/react";
import { Trash2, Undo2 } from "lucide-react";
import { lazy, memo, useCallback, useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useRoute } from "wouter";
import { useDeleting } from "../deletion/Deletions";
import { TrashCountDocument } from "../deletion/Deletions.generated";
import { endInTrash } from "../deletion/endInTrash";
import { Selected } from "../deletion/Selected";
import { useSelection } from "../deletion/useSelection";
import { useTranslation } from "../i18n/Translation";
import { ListError } from "../list/ListMessage";
import { Skeletons } from "../list/Skeletons";
import { TaskGrid, type TaskGridHandle } from "../list/TaskGrid";
import { useListKeys } from "../list/useListKeys";
import { useRemoval } from "../list/useRemoval";
import { useShape } from "../list/useShape";
import { useSize } from "../list/useView";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { focusTask } from "../tasks/focusTask";
import { PlainTile } from "../tasks/PlainTile";
import type { TaskProps } from "../tasks/TaskProps";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import { EmptyTrash } from "./EmptyTrash";
import styles from "./TrashList.module.css";
import { useTrash } from "./useTrash";

const TaskPicture = lazy(() => import("../picture/TaskPicture"));

/** The trash has no filters. */
const nothing = {};

/** A task in the trash, with the time until it is deleted. */
const TrashTile = memo(function TrashTile(props: TaskProps) {
  const { format } = useTranslation();
  const days = useQuery(UserMenuDocument).data?.viewer.plan.trashDays;
  return (
    <PlainTile
      {...props}
      noteOf={({ trashedAt }) =>
        trashedAt && days !== undefined && format.fromNow(endInTrash(trashedAt, days))
      }
    />
  );
});

/** The tasks in the trash, by the day on which they were moved there, and the actions on them. */
export function TrashList() {
  const { translate, format } = useTranslation();
  const { data } = useQuery(UserMenuDocument);
  const { data: counted } = useQuery(TrashCountDocument, { fetchPolicy: "cache-and-network" });
  const body = useRef<HTMLDivElement>(null);
  const grid = useRef<TaskGridHandle>(null);
  const [size] = useSize();
  const shape = useShape(body, "gallery", size, true);
  const trash = useTrash();
  const ids = useMemo(() => trash.tasks.map(({ id }) => id), [trash.tasks]);
  const selection = useSelection(nothing, ids);
  const { remove, restore } = useDeleting();
  const removal = useRemoval(trash, ids);
  const [pictureIsOpen, picture] = useRoute("/tasks/:id");
  useShownLast(picture?.id, (id) => grid.current?.reveal(ids.indexOf(id)));

  const chosen = [...selection.some];
  const total = counted?.trash.totalCount.value;
  const days = data?.viewer.plan.trashDays;
  const removeChosen = () => {
    const hide = (gone: string[]) => {
      selection.mark(gone, false);
      removal.hide(gone);
    };
    void remove(chosen, chosen.length, { ...removal, hide }, true);
  };
  const removeOne = useCallback((id: string) => void remove([id], 1, removal, true), [remove, removal]);
  useListKeys(selection, ids, { deleteChosen: removeChosen, delete: removeOne });

  return (
    <section aria-labelledby="tasks" className={styles.section}>
      <header className={styles.header}>
        <h2 id="tasks" tabIndex={-1} className={styles.title}>
          {total !== undefined && translate("trash.count", { count: format.number(total) })}
        </h2>
        <EmptyTrash total={total ?? 0} onEmptied={trash.reload} />
      </header>
      {days !== undefined && (
        <p className={styles.about}>
          {translate(days > 0 ? "trash.about" : "trash.none", { days: format.dayCount(days) })}
        </p>
      )}
      {!trash.waiting && !trash.more && ids.length === 0 && trash.error === undefined && (
        <p className={styles.empty} role="status">
          <Trash2 size={32} aria-hidden />
          {translate("trash.empty")}
        </p>
      )}
      <div ref={body}>
        {trash.waiting && <Skeletons shape={shape} />}
        {!trash.waiting && shape.width > 0 && (
          <TaskGrid
            ref={grid}
            tile={TrashTile}
            tasks={trash.tasks}
            begin={0}
            shape={shape}
            fromNewest
            toOldest={!trash.more}
            busy={false}
            choosing={selection.any}
            isChosen={selection.has}
            onSelect={selection.select}
            onSelectDay={(_, from, to, on) => selection.mark(ids.slice(from, to), on)}
            onDelete={removeOne}
            onDrag={selection.drag}
            onSee={(_, to) => trash.see(to)}
          />
        )}
      </div>
      {trash.error !== undefined && <ListError error={trash.error} onRetry={trash.reload} />}
      {selection.any && (
        <Selected count={format.number(chosen.length)} onClear={selection.clear}>
          <Button
            onClick={() =>
              void restore(chosen, (restored) => {
                selection.mark(restored, false);
                removal.hide(restored);
              })
            }
          >
            <Undo2 size={16} aria-hidden />
            {translate("trash.restore")}
          </Button>
          <Button kind="danger" onClick={removeChosen}>
            <Trash2 size={16} aria-hidden />
            {translate("delete.confirm")}
          </Button>
        </Selected>
      )}
      {pictureIsOpen && (
        <Later>
          <TaskPicture id={picture.id} query={null} listed={ids} list={trash} />
        </Later>
      )}
    </section>
  );
}

/** Calls `onClosed` with the task shown last when its picture is closed, and focuses the task. */
function useShownLast(open: string | undefined, onClosed: (id: string) => void) {
  const last = useRef<string>(undefined);
  const follow = useEffectEvent((id: string | undefined) => {
    const left = last.current;
    last.current = id;
    if (id || !left) return;
    // Closing the picture also scrolls.
    requestAnimationFrame(() => {
      onClosed(left);
      focusTask(left);
    });
  });
  useEffect(() => follow(open), [open]);
}
