import { skipToken, useQuery } from "@apollo/client/react";
import { useChangeFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import type { TaskFilter } from "../schema.generated";
import { TaskTotalsDocument } from "../tasks/TaskTotals.generated";
import styles from "./TaskTotals.module.css";

/**
 * What the tasks of the list used, beside their number, and how many of them failed, which leads to these. They are
 * asked for once there are tasks, which do not wait for them.
 */
export function TaskTotals({ where, asked }: { where: TaskFilter; asked: boolean }) {
  const { translate, format } = useTranslation();
  const money = useMoney();
  const change = useChangeFilters();
  const { data } = useQuery(
    TaskTotalsDocument,
    asked ? { variables: { where }, fetchPolicy: "cache-and-network" } : skipToken,
  );
  const totals = data?.tasks.totals;
  if (!totals) return null;
  const more = totals.taskCount.precision === "AT_LEAST" ? "+" : "";
  // In a list of failed tasks alone, that is their number.
  const failed =
    String(where.status) !== "FAILED" && totals.failedTasks > 0 && format.number(totals.failedTasks) + more;
  return (
    <span className={styles.totals}>
      {totals.creditsDeducted > 0 && (
        <>
          {" · "}
          {translate("list.credits", { credits: format.number(totals.creditsDeducted) + more })}
        </>
      )}
      {Number(totals.cost) > 0 && (
        <>
          {" · "}
          <span title={money.exact(totals.cost)}>{money.sum(totals.cost) + more}</span>
        </>
      )}
      {failed && (
        <>
          {" · "}
          <button
            type="button"
            className={styles.failed}
            title={translate("chart.showTasks")}
            onClick={() => change({ status: ["FAILED"] })}
          >
            {translate("list.failed", { failed })}
          </button>
        </>
      )}
    </span>
  );
}
