import { Button } from "../ui/Button";
import styles from "./DownloadProgress.module.css";

/** Shows the progress of a download in a corner of the window. */
export function DownloadProgress(props: {
  label: string;
  /** The completed part, from 0 to 1. */
  part: number;
  count: string;
  cancel: string;
  onCancel: () => void;
}) {
  return (
    <div className={styles.download}>
      <p role="status">{props.label}</p>
      <progress value={props.part} aria-label={props.label} />
      <span className={styles.count}>{props.count}</span>
      <Button kind="quiet" onClick={props.onCancel}>
        {props.cancel}
      </Button>
    </div>
  );
}
