import { useApolloClient } from "@apollo/client/react";
import { lazy, useState } from "react";
import { useRun } from "../../connection/useRun";
import { batchesOf } from "../../deletion/batchesOf";
import type { Chosen, useSelection } from "../../deletion/useSelection";
import { useTranslation } from "../../i18n/Translation";
import type { Board_BoardFragment } from "../../sharing/Boards.generated";
import { useBoardChanges } from "../../sharing/useBoardChanges";
import { useWords } from "../../sharing/words/useWords";
import { Later } from "../../ui/Later";
import { useNotify } from "../../ui/Notifications";
import { useView } from "../useView";
import { BoardShelf } from "./BoardShelf";
import { useCarriedPicture } from "./useCarriedPicture";

const AddToBoard = lazy(() => import("../../sharing/AddToBoard"));

/** Milliseconds for which the notice offers an undo. */
const undoMs = 10_000;

/**
 * Puts on a board the picture that a mouse drags from the gallery, or all selected ones if it is selected. While others
 * are selected, a drag from an unselected picture selects, and so does a drag with Shift or Ctrl.
 */
export function Carrying(props: {
  boards: Board_BoardFragment[];
  selection: ReturnType<typeof useSelection>;
  total: number | undefined;
}) {
  const { translate, format } = useTranslation();
  const words = useWords();
  const client = useApolloClient();
  const notify = useNotify();
  const { run } = useRun();
  const { put, take } = useBoardChanges();
  const { selection } = props;
  const [view] = useView();
  /** The tasks for a board that is yet to be created. */
  const [putting, setPutting] = useState<Chosen>();

  const carried = useCarriedPicture(
    (id) => view === "gallery" && (!selection.any || selection.has(id)),
    (id, target) => {
      const chosen = selection.has(id) ? selection.chosen : [id];
      const board = props.boards.find((one) => one.id === target);
      if (board) void run(() => drop(chosen, board));
      else setPutting(chosen);
    },
  );

  async function idsOf(chosen: Chosen) {
    const ids: string[] = [];
    for await (const batch of batchesOf(client, chosen)) ids.push(...batch.map(({ id }) => id));
    return ids;
  }

  async function drop(chosen: Chosen, { id, name }: Board_BoardFragment) {
    const added = await put(id, await idsOf(chosen));
    if (added.length === 0) return void notify(words("carry.already", { name }));
    notify(words("added", { count: format.number(added.length), name }), "info", {
      name: translate("trash.undo"),
      lasts: undoMs,
      run: () =>
        void run(async () => {
          await take(id, added);
          notify(words("taken", { count: format.number(added.length), name }));
        }),
    });
  }

  return (
    <>
      {carried && (
        <BoardShelf
          boards={props.boards.filter(({ role }) => role !== "VIEWER")}
          count={selection.has(carried.id) ? selection.count(props.total) : 1}
          carried={carried}
        />
      )}
      {putting && (
        <Later>
          <AddToBoard ids={() => idsOf(putting)} onClose={() => setPutting(undefined)} />
        </Later>
      )}
    </>
  );
}
