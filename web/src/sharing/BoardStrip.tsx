import { Link } from "wouter";
import styles from "./BoardStrip.module.css";
import { BoardThumbnail } from "./BoardThumbnail";
import { useBoards } from "./useBoards";
import { useWords } from "./words/useWords";

/** The reader's boards in a row, those changed last first, each a link to its page. */
export default function BoardStrip() {
  const words = useWords();
  const { boards } = useBoards();
  return (
    <nav className={styles.strip} aria-label={words("boards")}>
      {boards?.map((board) => (
        <Link key={board.id} className={styles.board} href={`/boards/${board.id}`} state={{ fromPage: true }}>
          <span className={styles.cover}>
            <BoardThumbnail board={board} />
          </span>
          <bdi className={styles.name}>{board.name}</bdi>
        </Link>
      ))}
    </nav>
  );
}
