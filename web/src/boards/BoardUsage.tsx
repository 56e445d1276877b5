import { useQuery } from "@apollo/client/react";
import { useEffect, useId } from "react";
import { LoadingOrError } from "../connection/LoadingOrError";
import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import { useWords } from "../sharing/words/useWords";
import field from "../ui/field.module.css";
import panel from "../ui/Panel.module.css";
import { Table } from "../ui/Table";
import type { BoardUsage_UsageFragment } from "./Board.generated";
import { BoardMonthsDocument } from "./BoardUsage.generated";
import styles from "./BoardUsage.module.css";
import type { OpenBoard } from "./OpenBoard";
import { useMemberName } from "./useMemberName";

/** The usage of a board's tasks by member, in total or for one month, and by month. */
export function BoardUsage(props: {
  board: OpenBoard;
  month: string | null;
  onMonth: (month: string | null) => void;
}) {
  const { board, month, onMonth } = props;
  const { format } = useTranslation();
  const words = useWords();
  const { nameOf } = useMemberName();
  const id = useId();
  const { data, previousData, error, refetch } = useQuery(BoardMonthsDocument, {
    variables: { id: board.id, month },
    fetchPolicy: "no-cache",
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the board's total has changed, so have these
  useEffect(() => void refetch().catch(() => undefined), [board.statistics.total, refetch]);
  const statistics = (data ?? previousData)?.board?.statistics;
  // The month's tasks may have been taken off the board.
  const isGone = data?.board && month && !data.board.statistics.months.some((one) => one.month === month);
  useEffect(() => void (isGone && onMonth(null)), [isGone, onMonth]);
  if (!statistics) return <LoadingOrError error={error} onRetry={refetch} />;
  const newestFirst = statistics.months.toReversed();
  const total = month ? newestFirst.find((one) => one.month === month) : statistics.total;
  return (
    <>
      <div className={styles.choice}>
        <label htmlFor={id}>{words("month")}</label>
        <select
          id={id}
          className={field.input}
          value={month ?? ""}
          onChange={({ target }) => onMonth(target.value || null)}
        >
          <option value="">{words("month.all")}</option>
          {newestFirst.map(({ month: one }) => (
            <option key={one} value={one ?? ""}>
              {format.period(one ?? "", "MONTH")}
            </option>
          ))}
        </select>
      </div>
      <Usage
        label={words("statistics.caption")}
        first={words("member")}
        rows={[
          ...statistics.members
            .filter(({ taskCount }) => !month || taskCount > 0)
            .map((one) => ({ name: nameOf(one.userId ?? ""), usage: one })),
          ...(total ? [{ name: words("total"), usage: total }] : []),
        ]}
      />
      {newestFirst.length > 0 && (
        <>
          <p className={panel.note}>{words("month.about")}</p>
          <Usage
            label={words("month.caption")}
            first={words("month")}
            rows={newestFirst.map((one) => ({ name: format.period(one.month ?? "", "MONTH"), usage: one }))}
          />
        </>
      )}
    </>
  );
}

function Usage(props: {
  label: string;
  /** The name of the first column. */
  first: string;
  rows: { name: string; usage: BoardUsage_UsageFragment }[];
}) {
  const { format } = useTranslation();
  const words = useWords();
  const money = useMoney();
  const number = (name: string) => ({ name, number: true });
  return (
    <Table
      label={props.label}
      columns={[
        props.first,
        number(words("tasks")),
        number(words("completed")),
        number(words("failed")),
        number(words("tokens")),
        number(words("credits")),
        number(words("cost")),
      ]}
      rows={props.rows.map(({ name, usage }) => ({
        key: usage.userId ?? name,
        cells: [
          name,
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
