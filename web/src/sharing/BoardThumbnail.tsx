import { Images } from "lucide-react";
import { StoredImage } from "../images/StoredImage";
import type { Board_BoardFragment } from "./Boards.generated";
import styles from "./BoardThumbnail.module.css";

/** The picture that stands for a board. Its size is that of what it is in. */
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
