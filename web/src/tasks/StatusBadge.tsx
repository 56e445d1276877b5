import type { TaskStatus } from "@task-record/client/schema.generated";
import { Ban, CircleCheck, CircleX, Clock, LoaderCircle } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import styles from "./StatusBadge.module.css";

const icons = {
  PENDING: Clock,
  PROCESSING: LoaderCircle,
  COMPLETED: CircleCheck,
  FAILED: CircleX,
  CANCELED: Ban,
};

export function StatusBadge({ status }: { status: TaskStatus }) {
  const { translate } = useTranslation();
  const Icon = icons[status];
  return (
    <span className={styles.badge} data-status={status}>
      <Icon size={14} aria-hidden />
      <span className={styles.word}>{translate(`status.${status}`)}</span>
    </span>
  );
}
