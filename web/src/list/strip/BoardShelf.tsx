import { ImageIcon, Plus } from "lucide-react";
import { createPortal } from "react-dom";
import { useTranslation } from "../../i18n/Translation";
import type { Board_BoardFragment } from "../../sharing/Boards.generated";
import { BoardThumbnail } from "../../sharing/BoardThumbnail";
import { useBoardCounts } from "../../sharing/useBoardCounts";
import { useWords } from "../../sharing/words/useWords";
import field from "../../ui/field.module.css";
import styles from "./BoardShelf.module.css";
import type { Carried } from "./useCarriedPicture";

/** The boards on which tasks that are being dragged can be dropped, over the page, and what is dragged. */
export function BoardShelf(props: {
  boards: Board_BoardFragment[];
  count: number;
  /** It is `over` a board's id, or `new`. */
  carried: Carried;
}) {
  const { format } = useTranslation();
  const words = useWords();
  const { picture, x, y, over } = props.carried;
  const countsOf = useBoardCounts();
  const count = format.number(props.count);
  return createPortal(
    <div className={styles.page}>
      <section className={styles.shelf} aria-label={words("carry")}>
        <p className={styles.about}>
          <strong>{words("carry.title", { count })}</strong> {words("carry.members")}
        </p>
        <div className={styles.boards}>
          {props.boards.map((board) => (
            <div key={board.id} className={styles.board} data-board={board.id} data-over={over === board.id}>
              <span className={styles.cover}>
                <BoardThumbnail board={board} />
              </span>
              <span className={styles.text}>
                <bdi className={styles.name}>{board.name}</bdi>
                <span className={field.hint}>{countsOf(board)}</span>
              </span>
            </div>
          ))}
          <div className={styles.board} data-board="new" data-over={over === "new"}>
            <span className={styles.cover}>
              <Plus size={20} aria-hidden />
            </span>
            {words("carry.new")}
          </div>
        </div>
      </section>
      <div className={styles.ghost} style={{ translate: `${x}px ${y}px` }} aria-hidden>
        {picture ? <img src={picture} alt="" /> : <ImageIcon size={20} />}
        {props.count > 1 && <span className={styles.count}>{count}</span>}
      </div>
    </div>,
    document.body,
  );
}
