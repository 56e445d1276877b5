import { useTranslation } from "../i18n/Translation";
import styles from "./NewTaskForm.module.css";
import type { Progress } from "./useRecordTask";

/** The progress of recording a task. */
export function RecordingProgress({ progress }: { progress: Progress }) {
  const { translate, format } = useTranslation();
  return (
    <div className={styles.progress}>
      <p role="status">{translate(`new.${progress.stage}`)}</p>
      {progress.stage === "uploading" ? (
        <>
          <progress max={1} value={progress.sent} aria-label={translate("new.uploading")} />
          {format.percent(progress.sent)}
        </>
      ) : (
        <progress aria-label={translate(`new.${progress.stage}`)} />
      )}
    </div>
  );
}
