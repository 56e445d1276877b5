import { useErrorText } from "../connection/useErrorText";
import { noFilters, useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { FirstTask } from "../tasks/FirstTask";
import { useReadOnly } from "../tasks/readOnly";
import { Button } from "../ui/Button";
import styles from "./TaskList.module.css";

/** Shown in place of tasks that could not be loaded. */
export function ListError(props: { error: unknown; onRetry: () => void }) {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  return (
    <div className={styles.message} role="alert">
      <h3>{translate("list.error")}</h3>
      <p>{errorText(props.error)}</p>
      <Button onClick={props.onRetry}>{translate("retry")}</Button>
    </div>
  );
}

/** Shown in place of the list if there are no tasks. */
export function NoTasks() {
  const { translate } = useTranslation();
  const readOnly = useReadOnly();
  const { where, change } = useFilters();
  const narrowed = Object.keys(where).length > 0;
  return (
    <div className={styles.message}>
      <h3>{translate(narrowed ? "list.noMatch" : "list.empty")}</h3>
      {narrowed && (
        <>
          <p>{translate("list.noMatchHint")}</p>
          <Button onClick={() => change(noFilters)}>{translate("filters.clear")}</Button>
        </>
      )}
      {!narrowed && !readOnly && (
        <>
          <p>{translate("list.emptyHint")}</p>
          <FirstTask />
        </>
      )}
    </div>
  );
}
