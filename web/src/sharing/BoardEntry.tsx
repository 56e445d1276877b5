import field from "../ui/field.module.css";
import styles from "./BoardEntry.module.css";
import type { Board_BoardFragment } from "./Boards.generated";
import { BoardThumbnail } from "./BoardThumbnail";
import { useBoardCounts } from "./useBoardCounts";

/** A board in a list of choices: its picture, name, and numbers of tasks and members. */
export function BoardEntry({ board }: { board: Board_BoardFragment }) {
  const countsOf = useBoardCounts();
  return (
    <>
      <span className={styles.cover}>
        <BoardThumbnail board={board} />
      </span>
      <span className={styles.text}>
        <bdi className={styles.name}>{board.name}</bdi>
        <span className={field.hint}>{countsOf(board)}</span>
      </span>
    </>
  );
}
