import type { CSSProperties } from "react";
import { useShownColumns } from "./columns";
import styles from "./TaskRow.module.css";

/** The placeholder of a task that is loading. */
export function TaskRowSkeleton() {
  const { template } = useShownColumns();
  return (
    <div className={styles.row} style={{ "--columns": template } as CSSProperties} aria-hidden>
      <span />
      <span className={styles.blank} style={{ height: "28px" }} />
      <span className={styles.blank} />
      <span className={styles.blank} style={{ width: "70%" }} />
    </div>
  );
}
