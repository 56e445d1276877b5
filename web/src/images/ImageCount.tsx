import type { TaskStatus } from "@task-record/client/schema.generated";
import { useTranslation } from "../i18n/Translation";
import styles from "./ImageCount.module.css";

interface Counted {
  status: TaskStatus;
  imageCount: number;
  resultCount: number;
}

/** The number of a task's pictures, or of those an open task will have. Renders nothing for a single one. */
export function ImageCount({ task }: { task: Counted }) {
  const { translate, format } = useTranslation();
  const isOpen = task.status === "PENDING" || task.status === "PROCESSING";
  const count = isOpen ? task.imageCount : task.resultCount;
  if (count <= 1) return null;
  return (
    <span className={styles.count} title={translate("picture.images", { count: format.number(count) })}>
      {format.number(count)}
    </span>
  );
}
