import { useTranslation } from "../i18n/Translation";
import type { Board_BoardFragment } from "./Boards.generated";
import { useWords } from "./words/useWords";

/** Returns a function that writes the number of a board's tasks and, if it has several, of its members. */
export function useBoardCounts() {
  const { format } = useTranslation();
  const words = useWords();
  return ({ taskCount, memberCount }: Board_BoardFragment) =>
    [
      words("taskCount", { count: format.number(taskCount) }),
      ...(memberCount > 1 ? [words("memberCount", { count: format.number(memberCount) })] : []),
    ].join(" · ");
}
