import { ListFilter } from "lucide-react";
import { Link } from "wouter";
import type { useSelection } from "../../deletion/useSelection";
import BoardChoices from "../../filters/boards/BoardChoices";
import { useFilters } from "../../filters/filters";
import { BoardThumbnail } from "../../sharing/BoardThumbnail";
import { useBoards } from "../../sharing/useBoards";
import { useWords } from "../../sharing/words/useWords";
import { buttonClass } from "../../ui/Button";
import { Popup } from "../../ui/Popup";
import { useMediaQuery } from "../../ui/useMediaQuery";
import { useOrder } from "../useOrder";
import { useView } from "../useView";
import styles from "./BoardStrip.module.css";
import { Carrying } from "./Carrying";

/** The list's selection, and the number of tasks that match the filters. */
interface StripProps {
  selection: ReturnType<typeof useSelection>;
  total: number | undefined;
}

/**
 * The reader's boards in a row, the most recently changed first, each a link to its page, and a filter by boards.
 * Pictures dragged with a mouse from the gallery are put on a board. Phones have boards in the menu and in the filters.
 */
export default function BoardStrip(props: StripProps) {
  const isPhone = useMediaQuery("(max-width: 760px)");
  return isPhone ? null : <Strip {...props} />;
}

function Strip({ selection, total }: StripProps) {
  const words = useWords();
  const { boards = [] } = useBoards();
  const { filters, change } = useFilters();
  const [view] = useView();
  const { isUsual } = useOrder();
  const above = view === "gallery" && !isUsual ? "pictures" : "heading";
  if (boards.length === 0)
    return <nav className={styles.strip} data-above={above} aria-label={words("boards")} />;
  return (
    <nav className={styles.strip} data-above={above} aria-label={words("boards")}>
      <div className={styles.boards}>
        {boards.map((board) => (
          <Link
            key={board.id}
            className={styles.board}
            href={`/boards/${board.id}`}
            state={{ fromPage: true }}
            draggable={false}
          >
            {board.cover && (
              <span className={styles.cover}>
                <BoardThumbnail board={board} />
              </span>
            )}
            <bdi className={styles.name}>{board.name}</bdi>
          </Link>
        ))}
      </div>
      <Popup
        icon
        align="end"
        label={words("strip.filter")}
        className={styles.choices}
        button={<ListFilter size={16} aria-hidden />}
      >
        {() => <BoardChoices chosen={filters.board} onChange={(board) => change({ board })} />}
      </Popup>
      <Link className={buttonClass("quiet")} href="/boards">
        {words("strip.all")}
      </Link>
      <Carrying boards={boards} selection={selection} total={total} />
    </nav>
  );
}
