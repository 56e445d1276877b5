import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import { useWords } from "../sharing/words/useWords";
import { Table } from "../ui/Table";
import type { OpenBoard } from "./OpenBoard";
import { useMemberName } from "./useMemberName";

/** What the tasks of a board used: who made how many, and what they cost. */
export function BoardUsage({ statistics }: { statistics: OpenBoard["statistics"] }) {
  const { format } = useTranslation();
  const words = useWords();
  const money = useMoney();
  const { nameOf } = useMemberName();
  const number = (name: string) => ({ name, number: true });
  return (
    <Table
      label={words("statistics.caption")}
      columns={[
        words("member"),
        number(words("tasks")),
        number(words("completed")),
        number(words("failed")),
        number(words("tokens")),
        number(words("credits")),
        number(words("cost")),
      ]}
      rows={[...statistics.members, statistics.total].map((usage) => ({
        key: usage.userId ?? "",
        cells: [
          usage.userId === null ? words("total") : nameOf(usage.userId),
          format.number(usage.taskCount),
          format.number(usage.completedTasks),
          format.number(usage.failedTasks),
          format.number(usage.tokensUsed),
          format.number(usage.creditsDeducted),
          money.sum(usage.cost),
        ],
      }))}
    />
  );
}
