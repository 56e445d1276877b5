import type { TaskFilter } from "@task-record/client/schema.generated";
import { useChangeFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import type { useTaskTotals } from "../tasks/useTaskTotals";
import styles from "./TaskTotals.module.css";

/** The number of tasks in the list, their usage, and a button with the number of failures, which shows them. */
export function TaskTotals({
  totals,
  where,
}: {
  totals: ReturnType<typeof useTaskTotals>;
  where: TaskFilter;
}) {
  const { translate, format } = useTranslation();
  const money = useMoney();
  const change = useChangeFilters();
  const { taskCount, creditsDeducted = 0, cost = "0", failedTasks = 0 } = totals ?? {};
  const more = taskCount?.precision === "AT_LEAST" ? "+" : "";
  // In a list of only failed tasks it would repeat their number.
  const failed = String(where.status) !== "FAILED" && failedTasks > 0 && format.number(failedTasks) + more;
  return (
    <p className={styles.totals}>
      <span role="status">
        {taskCount &&
          translate(more ? "list.matchingAtLeast" : "list.matching", {
            count: format.number(taskCount.value),
          })}
      </span>
      {creditsDeducted > 0 && (
        <>
          {" · "}
          {translate("list.credits", { credits: format.number(creditsDeducted) + more })}
        </>
      )}
      {Number(cost) > 0 && (
        <>
          {" · "}
          <span title={money.exact(cost)}>{money.sum(cost) + more}</span>
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
    </p>
  );
}
