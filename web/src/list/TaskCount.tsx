import type { useListedCount } from "../deletion/useListedCount";
import { useTranslation } from "../i18n/Translation";
import styles from "./TaskList.module.css";

export function TaskCount({ total }: { total: ReturnType<typeof useListedCount> }) {
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
