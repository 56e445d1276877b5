import { useTranslation } from "../i18n/Translation";
import type { Board_BoardFragment } from "./Boards.generated";
import { useWords } from "./words/useWords";

/** Returns a function that says how many tasks a board has and, if it is shared, how many members. */
export function useBoardCounts() {
  const { format } = useTranslation();
  const words = useWords();
  return ({ taskCount, memberCount }: Board_BoardFragment) =>
    [
      words("taskCount", { count: format.number(taskCount) }),
      ...(memberCount > 1 ? [words("memberCount", { count: format.number(memberCount) })] : []),
    ].join(" · ");
}
