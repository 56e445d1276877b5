import { useTranslation } from "../i18n/Translation";
import type { TaskFilter } from "../schema.generated";
import type { useTaskCount } from "../tasks/useTaskCount";
import styles from "./TaskList.module.css";
import { TaskTotals } from "./TaskTotals";

/** How many tasks the list has, and what they used. */
export function TaskCount(props: {
  total: ReturnType<typeof useTaskCount>;
  where: TaskFilter;
  waiting: boolean;
}) {
  const { translate, format } = useTranslation();
  const { total } = props;
  return (
    <p className={styles.count}>
      <span role="status">
        {total &&
          translate(total.precision === "EXACT" ? "list.matching" : "list.matchingAtLeast", {
            count: format.number(total.value),
          })}
      </span>
      {total && <TaskTotals where={props.where} asked={!props.waiting && total.value > 0} />}
    </p>
  );
}
