import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import styles from "./DownloadProgress.module.css";

/** How far a download has come, in the corner of whatever else is done meanwhile. */
export function DownloadProgress(props: {
  label: string;
  /** Of 1. */
  part: number;
  count: string;
  onCancel: () => void;
}) {
  const { translate } = useTranslation();
  return (
    <div className={styles.download}>
      <p role="status">{props.label}</p>
      <progress value={props.part} aria-label={props.label} />
      <span className={styles.count}>{props.count}</span>
      <Button kind="quiet" onClick={props.onCancel}>
        {translate("cancel")}
      </Button>
    </div>
  );
}
