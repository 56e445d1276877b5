import { Refused } from "@task-record/client";
import { useState } from "react";
import { useLocation } from "wouter";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import { rememberBoards } from "../sharing/boardsKnown";
import { useWords } from "../sharing/words/useWords";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { useTitle } from "../ui/useTitle";
import { JoinBoardDocument } from "./Members.generated";

/** The page of an invitation, whose secret follows `#`. It explains what joining means, and joins. */
export function JoinBoard() {
  const { translate } = useTranslation();
  const words = useWords();
  const change = useChange();
  const errorText = useErrorText();
  const [, navigate] = useLocation();
  const [secret] = useState(() => location.hash.slice(1));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  useTitle(words("join"), translate("title"));

  async function join() {
    setBusy(true);
    try {
      const { joinBoard } = await change(JoinBoardDocument, { secret });
      rememberBoards(true);
      // Back must not lead to the used secret.
      if (joinBoard?.board) navigate(`/boards/${joinBoard.board.id}`, { replace: true });
    } catch (error) {
      const isUsed = error instanceof Refused && (error.code === "NOT_FOUND" || error.code === "INVALID");
      setProblem(isUsed ? words("join.refused") : errorText(error));
      setBusy(false);
    }
  }

  return (
    <SidePage title={words("join")}>
      <p>{words(secret ? "join.about" : "join.missing")}</p>
      {problem && (
        <p role="alert" className={field.problem}>
          {problem}
        </p>
      )}
      {secret && (
        <div>
          <Button kind="primary" disabled={busy} onClick={join}>
            {words("join.confirm")}
          </Button>
        </div>
      )}
    </SidePage>
  );
}
