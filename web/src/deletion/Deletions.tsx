import { useApolloClient } from "@apollo/client/react";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { useErrorText } from "../connection/useErrorText";
import { DownloadProgress } from "../download/DownloadProgress";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { hasEnded, isRemovable } from "../tasks/ended";
import { focusTask } from "../tasks/focusTask";
import { TaskTotalsDocument } from "../tasks/TaskTotals.generated";
import { useNotify } from "../ui/Notifications";
import { batchesOf, tasksOf } from "./batchesOf";
import { ConfirmDeletion, type Question } from "./ConfirmDeletion";
import { removeTasks, restoreTasks } from "./changeTasks";
import { TrashCountDocument } from "./Deletions.generated";
import type { List } from "./List";
import type { Chosen } from "./useSelection";

/** The maximum number of tasks that go to the trash without a question. */
const maxUnasked = 20;
/** Milliseconds for which the notice of a deletion offers an undo. */
const undoMs = 10_000;

interface Deleting {
  /** Moves tasks to the trash. `forGood`, or a plan without trash, deletes them instead, after a question. */
  remove: (chosen: Chosen, count: number, list: List, forGood?: boolean) => Promise<void>;
  /** Restores tasks from the trash. `onRestored` is called with those that were restored. */
  restore: (ids: string[], onRestored?: (ids: string[]) => void) => Promise<void>;
}

const DeletingContext = createContext<Deleting>({ remove: async () => {}, restore: async () => {} });

export const useDeleting = () => useContext(DeletingContext);

/** Deletes and restores tasks, with questions and progress. Ctrl+Z undoes the last deletion. */
export function Deletions({ children }: { children: ReactNode }) {
  const { translate, format } = useTranslation();
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const [question, setQuestion] = useState<Question | null>(null);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const stopped = useRef(false);
  /** In the order of the reader's deletions, not of the server's answers. */
  const undoable = useRef<{ number: number; undo: () => void }[]>([]);
  const removals = useRef(0);

  const ask = (about: Omit<Question, "answer">) =>
    new Promise<boolean>((answer) => setQuestion({ ...about, answer }));

  /** Applies a change to each batch, until it is stopped. */
  async function each<One>(
    total: number,
    batches: AsyncIterable<One[]>,
    change: (batch: One[]) => Promise<void>,
  ) {
    stopped.current = false;
    let done = 0;
    try {
      for await (const batch of batches) {
        if (stopped.current) return;
        await change(batch);
        client.refetchQueries({ include: [TaskTotalsDocument, TrashCountDocument] }).catch(() => undefined);
        done += batch.length;
        if (done < total) setProgress({ done, total });
      }
    } finally {
      setProgress(null);
    }
  }

  async function remove(chosen: Chosen, count: number, list: List, forGood = false) {
    const { data } = await client.query({ query: UserMenuDocument });
    const days = data?.viewer.plan.trashDays ?? 0;
    const known = Array.isArray(chosen) ? tasksOf(client.cache, chosen) : null;
    const removable = known?.filter(isRemovable);
    if (removable?.length === 0) return tellKept(count);
    const unended = removable ? !removable.every(hasEnded) : true;
    const atOnce = forGood || days === 0 || (removable !== undefined && !removable.some(hasEnded));
    const asked = { count: removable?.length ?? count, forGood: atOnce, days, unended };
    if ((atOnce || unended || count > maxUnasked) && !(await ask(asked))) return;
    await removeAll(chosen, count, list, atOnce);
  }

  async function removeAll(chosen: Chosen, count: number, list: List, forGood: boolean) {
    removals.current += 1;
    const number = removals.current;
    const [moved, deleted, kept]: [string[], string[], string[]] = [[], [], []];
    try {
      await each(count, batchesOf(client, chosen), (batch) =>
        removeTasks(client, batch, forGood, list, { moved, deleted, kept }),
      );
    } catch (error) {
      notify(translate("delete.refused", { reason: errorText(error) }), "error");
    }
    if (deleted.length > 0) notify(translate("delete.done", { count: format.number(deleted.length) }));
    if (moved.length > 0) offerUndo(number, moved, list);
    if (kept.length > 0) tellKept(kept.length);
  }

  function tellKept(count: number) {
    notify(translate("delete.kept", { count: format.number(count) }), "error");
  }

  function offerUndo(number: number, moved: string[], list: List) {
    async function undo() {
      undoable.current = undoable.current.filter((one) => one.number !== number);
      dismiss();
      await restore(moved, list.unhide);
      if (moved[0]) focusTask(moved[0]);
    }
    undoable.current = [...undoable.current, { number, undo }].sort(
      (one, other) => one.number - other.number,
    );
    const action = { name: translate("trash.undo"), lasts: undoMs, run: undo };
    const dismiss = notify(translate("trash.moved", { count: format.number(moved.length) }), "info", action);
  }

  async function restore(ids: string[], onRestored: (ids: string[]) => void = () => {}) {
    let [restored, missing] = [0, 0];
    try {
      await each(ids.length, batchesOf(client, ids), async (batch) => {
        const gone = await restoreTasks(
          client,
          batch.map(({ id }) => id),
        );
        const there = batch.flatMap(({ id }) => (gone.includes(id) ? [] : [id]));
        onRestored(there);
        restored += there.length;
        missing += gone.length;
      });
    } catch (error) {
      notify(translate("trash.notRestored", { reason: errorText(error) }), "error");
    }
    if (restored > 0) notify(translate("trash.restored", { count: format.number(restored) }));
    if (missing > 0) notify(translate("trash.missing", { count: format.number(missing) }), "error");
  }

  const press = useEffectEvent((event: KeyboardEvent) => {
    const isElsewhere = (event.target as Element).closest?.(
      "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [role=alertdialog]",
    );
    const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    if (!isUndo || event.shiftKey || event.altKey || isElsewhere || event.defaultPrevented) return;
    const last = undoable.current.at(-1);
    if (last) event.preventDefault();
    last?.undo();
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => press(event);
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);

  const latest = useRef({ remove, restore });
  latest.current = { remove, restore };
  const [deleting] = useState<Deleting>(() => ({
    remove: (...given) => latest.current.remove(...given),
    restore: (...given) => latest.current.restore(...given),
  }));

  return (
    <DeletingContext value={deleting}>
      {children}
      {question && <ConfirmDeletion question={question} onClose={() => setQuestion(null)} />}
      {progress && (
        <DownloadProgress
          label={translate("delete.progress")}
          part={progress.done / progress.total}
          count={`${format.number(progress.done)} / ${format.number(progress.total)}`}
          cancel={translate("delete.stop")}
          onCancel={() => {
            stopped.current = true;
          }}
        />
      )}
    </DeletingContext>
  );
}
