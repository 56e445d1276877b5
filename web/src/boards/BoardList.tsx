import { Images } from "lucide-react";
import { Link, useLocation } from "wouter";
import { LoadingOrError } from "../connection/LoadingOrError";
import { More } from "../connection/More";
import { useRun } from "../connection/useRun";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import { BoardThumbnail } from "../sharing/BoardThumbnail";
import { NewBoard } from "../sharing/NewBoard";
import { useBoardCounts } from "../sharing/useBoardCounts";
import { useBoards } from "../sharing/useBoards";
import { useWords } from "../sharing/words/useWords";
import field from "../ui/field.module.css";
import panel from "../ui/Panel.module.css";
import { useTitle } from "../ui/useTitle";
import styles from "./BoardList.module.css";

/** The reader's boards, the most recently changed first, and a form that creates one. */
export function BoardList() {
  const { translate } = useTranslation();
  const words = useWords();
  const countsOf = useBoardCounts();
  const { boards, error, loading, refetch, hasNextPage, more } = useBoards();
  const [, navigate] = useLocation();
  useTitle(words("boards"), translate("title"));
  return (
    <SidePage title={words("boards")}>
      <p className={panel.note}>{words("about")}</p>
      <NewBoard
        className={styles.making}
        kind="primary"
        running={useRun()}
        onMade={({ id }) => navigate(`/boards/${id}`, { state: { fromPage: true } })}
      />
      {!boards && <LoadingOrError error={error} onRetry={refetch} />}
      {boards?.length === 0 && (
        <p role="status" className={styles.none}>
          <Images size={32} aria-hidden />
          {words("none")}
          <span>{words("none.hint")}</span>
        </p>
      )}
      <ul className={styles.boards} aria-label={words("boards")}>
        {boards?.map((board) => (
          <li key={board.id}>
            <Link className={styles.board} href={`/boards/${board.id}`} state={{ fromPage: true }}>
              <span className={styles.cover}>
                <BoardThumbnail board={board} />
              </span>
              <bdi className={styles.name}>{board.name}</bdi>
              <span className={field.hint}>{countsOf(board)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <More label={words("more")} hasNextPage={hasNextPage} loading={loading} onMore={more} />
    </SidePage>
  );
}
