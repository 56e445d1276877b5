import { useQuery } from "@apollo/client/react";
import { Check } from "lucide-react";
import { useLocation } from "wouter";
import { LoadingOrError } from "../connection/LoadingOrError";
import { More } from "../connection/More";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { Modal } from "../ui/Modal";
import { useNotify } from "../ui/Notifications";
import styles from "./AddToBoard.module.css";
import { BoardEntry } from "./BoardEntry";
import { BoardsOfTaskDocument } from "./Boards.generated";
import { rememberBoards } from "./boardsKnown";
import { NewBoard } from "./NewBoard";
import { useBoardChanges } from "./useBoardChanges";
import { useBoards } from "./useBoards";
import { useWords } from "./words/useWords";

/**
 * Puts tasks on a board that the reader chooses or creates. For a single task it also shows the boards that the task is
 * on, and takes it off them.
 */
export default function AddToBoard(props: {
  /** Reads the ids of the tasks, once a board is chosen. */
  ids: () => Promise<string[]>;
  /** The id of a single task. */
  only?: string | undefined;
  onClose: () => void;
}) {
  const { only } = props;
  const { format } = useTranslation();
  const words = useWords();
  const changes = useBoardChanges();
  const notify = useNotify();
  const [, navigate] = useLocation();
  const running = useRun();
  const { busy, run } = running;
  const { boards, error, loading, refetch, hasNextPage, more } = useBoards();
  const { data } = useQuery(BoardsOfTaskDocument, {
    variables: { id: only ?? "" },
    skip: only === undefined,
    fetchPolicy: "network-only",
  });
  const on = new Set(data?.task?.boards.map(({ id }) => id));
  const writable = boards?.filter(({ role }) => role !== "VIEWER");

  async function put(board: { id: string; name: string }) {
    const ids = await props.ids();
    await changes.put(board.id, ids);
    const count = format.number(ids.length);
    notify(words("added", { count, name: board.name }), "info", {
      name: words("added.open"),
      run: () => navigate(`~/boards/${board.id}`),
      lasts: 8000,
    });
    rememberBoards(true);
    props.onClose();
  }

  async function take(board: { id: string; name: string }, id: string) {
    await changes.take(board.id, [id]);
    notify(words("taken", { count: "1", name: board.name }));
    props.onClose();
  }

  return (
    <Modal title={words("add")} description={words("add.description")} onClose={props.onClose}>
      <NewBoard className={styles.making} running={running} onMade={put} />
      {!writable && <LoadingOrError error={error} onRetry={refetch} />}
      <ul className={styles.boards} aria-label={words("boards")}>
        {writable?.map((board) => {
          const isOn = only !== undefined && on.has(board.id);
          return (
            <li key={board.id}>
              <button
                type="button"
                className={styles.board}
                disabled={busy}
                aria-pressed={only === undefined ? undefined : isOn}
                onClick={() => run(() => (isOn ? take(board, only) : put(board)))}
              >
                <BoardEntry board={board} />
                {isOn && <Check size={18} aria-hidden />}
              </button>
            </li>
          );
        })}
      </ul>
      <More label={words("more")} hasNextPage={hasNextPage} loading={loading} onMore={more} />
    </Modal>
  );
}
