import { ImageIcon, Plus } from "lucide-react";
import { createPortal } from "react-dom";
import { useTranslation } from "../../i18n/Translation";
import { BoardEntry } from "../../sharing/BoardEntry";
import type { Board_BoardFragment } from "../../sharing/Boards.generated";
import { useWords } from "../../sharing/words/useWords";
import styles from "./BoardShelf.module.css";
import type { Carried } from "./useCarriedPicture";

/** The boards on which dragged tasks can be dropped, over the page, and the dragged picture. */
export function BoardShelf(props: {
  boards: Board_BoardFragment[];
  count: number;
  /** Its `over` is a board's id, or `new`. */
  carried: Carried;
}) {
  const { format } = useTranslation();
  const words = useWords();
  const { picture, x, y, over } = props.carried;
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
              <BoardEntry board={board} />
            </div>
          ))}
          <div className={styles.board} data-board="new" data-over={over === "new"}>
            <span className={styles.plus}>
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
