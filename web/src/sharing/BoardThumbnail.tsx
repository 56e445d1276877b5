import { Images } from "lucide-react";
import { StoredImage } from "../images/StoredImage";
import type { Board_BoardFragment } from "./Boards.generated";
import styles from "./BoardThumbnail.module.css";

/** The cover of a board, as large as its parent. */
export function BoardThumbnail({ board }: { board: Board_BoardFragment }) {
  return (
    <span className={styles.thumbnail}>
      {board.cover ? (
        <StoredImage
          source={board.cover.thumbnailUrl}
          thumbHash={board.cover.thumbHash}
          description=""
          fit="cover"
          onExpired={() => undefined}
        />
      ) : (
        <Images size={20} aria-hidden />
      )}
    </span>
  );
}
