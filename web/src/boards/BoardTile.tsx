import { memo } from "react";
import { useWords } from "../sharing/words/useWords";
import { PlainTile } from "../tasks/PlainTile";
import type { TaskProps } from "../tasks/TaskProps";
import { useMemberName } from "./useMemberName";

/** A task on a board, with its owner unless that is the reader. */
export const BoardTile = memo(function BoardTile(props: TaskProps) {
  const words = useWords();
  const { own, nameOf } = useMemberName();
  return (
    <PlainTile
      {...props}
      noteOf={({ userId }) => own !== undefined && userId !== own && words("by", { user: nameOf(userId) })}
    />
  );
});
