import { Images } from "lucide-react";
import { Thumbnail } from "../images/Thumbnail";
import type { Board_BoardFragment } from "./Boards.generated";
import styles from "./BoardThumbnail.module.css";

/** The cover of a board, as large as its parent. */
export function BoardThumbnail({ board }: { board: Board_BoardFragment }) {
  return (
    <span className={styles.thumbnail}>
      {board.cover ? <Thumbnail image={board.cover} /> : <Images size={20} aria-hidden />}
    </span>
  );
}
