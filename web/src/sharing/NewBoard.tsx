import { useMemo, useState } from "react";
import { useChange } from "../connection/useChange";
import type { useRun } from "../connection/useRun";
import { Button, type ButtonKind } from "../ui/Button";
import field from "../ui/field.module.css";
import { CreateBoardDocument } from "./Boards.generated";
import { maxNameChars } from "./limits";
import { useWords } from "./words/useWords";

/** A form that creates a board, and passes it on. */
export function NewBoard(props: {
  className: string | undefined;
  kind?: ButtonKind;
  running: ReturnType<typeof useRun>;
  onMade: (board: { id: string; name: string }) => unknown;
}) {
  const words = useWords();
  const change = useChange();
  const { busy, run } = props.running;
  const [name, setName] = useState("");
  // The id changes only with the name, so that a retry does not create a second board.
  const id = useMemo(() => name && crypto.randomUUID(), [name]);
  const isBlank = name.trim() === "";

  async function make() {
    const { createBoard } = await change(CreateBoardDocument, { input: { id, name } });
    if (createBoard?.board) await props.onMade(createBoard.board);
  }
  return (
    <form
      className={props.className}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBlank) void run(make);
      }}
    >
      <input
        className={field.input}
        aria-label={words("newName")}
        placeholder={words("newName")}
        maxLength={maxNameChars}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Button kind={props.kind} type="submit" disabled={busy || isBlank}>
        {words("create")}
      </Button>
    </form>
  );
}
