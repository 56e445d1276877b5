import { useQuery } from "@apollo/client/react";
import { ChartColumn, ListFilter, LogOut, Pencil, Share2, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { Link, Router, useLocation } from "wouter";
import { LoadingOrError } from "../connection/LoadingOrError";
import { useChange } from "../connection/useChange";
import { useRun } from "../connection/useRun";
import { BoardReport } from "../export/BoardReport";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { useMoney } from "../money/useMoney";
import ShareDialog from "../sharing/ShareDialog";
import { useWords } from "../sharing/words/useWords";
import { Button, buttonClass } from "../ui/Button";
import { Confirm } from "../ui/Confirm";
import panel from "../ui/Panel.module.css";
import { useTitle } from "../ui/useTitle";
import { BoardDocument, DeleteBoardDocument } from "./Board.generated";
import { BoardForm } from "./BoardForm";
import styles from "./BoardPage.module.css";
import { BoardTasks } from "./BoardTasks";
import { BoardUsage } from "./BoardUsage";
import { Members } from "./Members";
import { SetBoardMemberDocument } from "./Members.generated";
import type { OpenBoard } from "./OpenBoard";
import { useFollowing } from "./useFollowing";
import { useMemberName } from "./useMemberName";

/** One board: its tasks, their usage, its members, and the actions that the reader's role allows. */
export function BoardPage({ id }: { id: string }) {
  const { translate } = useTranslation();
  const words = useWords();
  const { data, error, loading, refetch } = useQuery(BoardDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const again = () => void refetch().catch(() => undefined);
  useFollowing(again);
  const board = data?.board;
  useTitle(board?.name ?? words("boards"), translate("title"));
  return (
    <Router base={`/boards/${id}`}>
      <SidePage title={board?.name ?? words("boards")}>
        {board && <Parts board={board} onChanged={again} />}
        {!board && (loading || error) && <LoadingOrError error={error} onRetry={refetch} />}
        {!board && !loading && !error && <p role="alert">{words("notFound")}</p>}
      </SidePage>
    </Router>
  );
}

function Parts({ board, onChanged }: { board: OpenBoard; onChanged: () => void }) {
  const { format } = useTranslation();
  const words = useWords();
  const money = useMoney();
  const [open, setOpen] = useState<"members" | "share" | "edit" | "end">();
  const [usageOpen, setUsageOpen] = useState(false);
  /** The first day of the month whose statistics are shown; null for all months. */
  const [month, setMonth] = useState<string | null>(null);
  const canShare = useQuery(UserMenuDocument).data?.viewer.plan.canShare;
  const isOwner = board.role === "OWNER";
  const { total } = board.statistics;
  const close = () => setOpen(undefined);
  return (
    <>
      {board.description && (
        <p className={styles.description} dir="auto">
          {board.description}
        </p>
      )}
      <div className={styles.row}>
        <p className={panel.note} role="status">
          {[
            words("taskCount", { count: format.number(total.taskCount) }),
            `${words("credits")} ${format.number(total.creditsDeducted)}`,
            ...(Number(total.cost) > 0 ? [money.sum(total.cost)] : []),
          ].join(" · ")}
        </p>
        <div className={styles.actions}>
          {board.role !== "VIEWER" && total.taskCount > 0 && (
            <Link className={buttonClass("plain")} href={`~/?board=${board.id}`}>
              <ListFilter size={16} aria-hidden />
              {words("own")}
            </Link>
          )}
          <Button aria-expanded={usageOpen} onClick={() => setUsageOpen(!usageOpen)}>
            <ChartColumn size={16} aria-hidden />
            {words("statistics")}
          </Button>
          <BoardReport boardId={board.id} month={usageOpen ? month : null} />
          <Button onClick={() => setOpen("members")}>
            <Users size={16} aria-hidden />
            {`${words("members")} ${format.number(board.memberCount)}`}
          </Button>
          {isOwner && canShare && (
            <Button onClick={() => setOpen("share")}>
              <Share2 size={16} aria-hidden />
              {words("share")}
            </Button>
          )}
          {isOwner && (
            <Button label={words("edit")} onClick={() => setOpen("edit")}>
              <Pencil size={16} aria-hidden />
            </Button>
          )}
          <End board={board} open={open === "end"} onOpen={() => setOpen("end")} onClose={close} />
        </div>
      </div>
      {usageOpen && <BoardUsage board={board} month={month} onMonth={setMonth} />}
      <BoardTasks board={board} onChanged={onChanged} />
      {open === "members" && <Members board={board} onClose={close} onChanged={onChanged} />}
      {open === "share" && <ShareDialog of={{ boardId: board.id }} onClose={close} />}
      {open === "edit" && <BoardForm board={board} onClose={close} />}
    </>
  );
}

/** A button that asks, and then deletes the board for an owner, or removes another member from it. */
function End(props: { board: OpenBoard; open: boolean; onOpen: () => void; onClose: () => void }) {
  const { board } = props;
  const words = useWords();
  const change = useChange();
  const { run } = useRun();
  const { own } = useMemberName();
  const [, navigate] = useLocation();
  const way = board.role === "OWNER" ? "delete" : "leave";
  const Icon = way === "delete" ? Trash2 : LogOut;

  async function end() {
    if (way === "delete") await change(DeleteBoardDocument, { id: board.id });
    else await change(SetBoardMemberDocument, { boardId: board.id, userId: own ?? "", role: null });
    navigate("~/boards", { replace: true });
  }
  return (
    <>
      <Button label={words(way)} onClick={props.onOpen}>
        <Icon size={16} aria-hidden />
      </Button>
      {props.open && (
        <Confirm
          title={words(`${way}.title`, { name: board.name })}
          description={words(`${way}.description`)}
          action={words(way)}
          onClose={props.onClose}
          onConfirm={() => void run(end)}
        />
      )}
    </>
  );
}
