import { useTranslation } from "../i18n/Translation";
import type { useTaskCount } from "../tasks/useTaskCount";
import styles from "./TaskList.module.css";

export function TaskCount({ total }: { total: ReturnType<typeof useTaskCount> }) {
  const { translate, format } = useTranslation();
  return (
    <p className={styles.count} role="status">
      {total &&
        translate(total.precision === "EXACT" ? "list.matching" : "list.matchingAtLeast", {
          count: format.number(total.value),
        })}
    </p>
  );
}
