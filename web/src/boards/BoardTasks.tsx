import { Images, Trash2 } from "lucide-react";
import { lazy, memo, useMemo, useRef } from "react";
import { useRoute } from "wouter";
import { useChange } from "../connection/useChange";
import { useRun } from "../connection/useRun";
import { Selected } from "../deletion/Selected";
import { useSelection } from "../deletion/useSelection";
import { useTranslation } from "../i18n/Translation";
import { Renewal } from "../images/Renewal";
import { ListError } from "../list/ListMessage";
import { Skeletons } from "../list/Skeletons";
import { TaskGrid, type TaskGridHandle } from "../list/TaskGrid";
import { useListKeys } from "../list/useListKeys";
import { useShape } from "../list/useShape";
import { useSize } from "../list/useView";
import { useBoardChanges } from "../sharing/useBoardChanges";
import { useWords } from "../sharing/words/useWords";
import { PlainTile } from "../tasks/PlainTile";
import { ReadOnly } from "../tasks/readOnly";
import type { TaskProps } from "../tasks/TaskProps";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import { useNotify } from "../ui/Notifications";
import { UpdateBoardDocument } from "./Board.generated";
import styles from "./BoardTasks.module.css";
import type { OpenBoard } from "./OpenBoard";
import { useBoardTasks } from "./useBoardTasks";
import { useMemberName } from "./useMemberName";

const TaskPicture = lazy(() => import("../picture/TaskPicture"));

/** Boards have no filters. */
const nothing = {};

/** A task on a board, with its owner unless that is the reader. */
const BoardTile = memo(function BoardTile(props: TaskProps) {
  const words = useWords();
  const { own, nameOf } = useMemberName();
  return (
    <PlainTile
      {...props}
      noteOf={({ userId }) => own !== undefined && userId !== own && words("by", { user: nameOf(userId) })}
    />
  );
});

/** The tasks of a board, the most recently added first, with the actions that the reader's role allows. */
export function BoardTasks({ board, onChanged }: { board: OpenBoard; onChanged: () => void }) {
  const { translate, format } = useTranslation();
  const words = useWords();
  const change = useChange();
  const changes = useBoardChanges();
  const notify = useNotify();
  const { busy, run } = useRun();
  const body = useRef<HTMLDivElement>(null);
  const grid = useRef<TaskGridHandle>(null);
  const [size] = useSize();
  const shape = useShape(body, "gallery", size, false);
  const tasks = useBoardTasks(board.id);
  const ids = useMemo(() => tasks.tasks.map(({ id }) => id), [tasks.tasks]);
  const selection = useSelection(nothing, ids);
  const [pictureIsOpen, picture] = useRoute("/tasks/:id");
  const chosen = [...selection.some];

  const take = (gone: string[]) =>
    run(async () => {
      await changes.take(board.id, gone);
      tasks.hide(gone);
      selection.mark(gone, false);
      notify(words("taken", { count: format.number(gone.length), name: board.name }));
      onChanged();
    });
  const cover = (coverTaskId: string) =>
    run(async () => {
      await change(UpdateBoardDocument, { input: { id: board.id, coverTaskId } });
      notify(words("coverSet"));
      selection.clear();
    });
  useListKeys(selection, ids, {
    deleteChosen: () => void take(chosen),
    delete: (id) => void take([id]),
  });

  return (
    <Renewal value={tasks.renew}>
      <ReadOnly value={board.role === "VIEWER"}>
        <section aria-label={translate("list.title")}>
          {tasks.error !== undefined && <ListError error={tasks.error} onRetry={tasks.reload} />}
          {!tasks.waiting && ids.length === 0 && !tasks.error && (
            <p className={styles.empty} role="status">
              <Images size={32} aria-hidden />
              {words("empty")}
              {board.role !== "VIEWER" && <span>{words("empty.hint")}</span>}
            </p>
          )}
          <div ref={body}>
            {tasks.waiting && <Skeletons shape={shape} />}
            {!tasks.waiting && shape.width > 0 && (
              <TaskGrid
                ref={grid}
                tile={BoardTile}
                tasks={tasks.tasks}
                begin={0}
                shape={shape}
                fromNewest
                toOldest={!tasks.more}
                busy={false}
                choosing={selection.any}
                isChosen={selection.has}
                onSelect={selection.select}
                onSelectDay={(_, from, to, on) => selection.mark(ids.slice(from, to), on)}
                onDelete={(id) => void take([id])}
                onDrag={selection.drag}
                onSee={(_, to) => tasks.see(to)}
              />
            )}
          </div>
          {tasks.problem !== undefined && <ListError error={tasks.problem} onRetry={tasks.next} />}
          {selection.any && (
            <Selected count={format.number(chosen.length)} onClear={selection.clear}>
              {board.role === "OWNER" && chosen.length === 1 && (
                <Button disabled={busy} onClick={() => chosen[0] && cover(chosen[0])}>
                  <Images size={16} aria-hidden />
                  {words("cover")}
                </Button>
              )}
              <Button disabled={busy} onClick={() => take(chosen)}>
                <Trash2 size={16} aria-hidden />
                {words("take")}
              </Button>
            </Selected>
          )}
        </section>
        {pictureIsOpen && (
          <ReadOnly value>
            <Later>
              <TaskPicture id={picture.id} query={null} listed={ids} list={tasks} />
            </Later>
          </ReadOnly>
        )}
      </ReadOnly>
    </Renewal>
  );
}
