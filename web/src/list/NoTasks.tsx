import { noFilters, useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { FirstTask } from "../tasks/FirstTask";
import { useReadOnly } from "../tasks/readOnly";
import { Button } from "../ui/Button";
import styles from "./TaskList.module.css";

/** Shown instead of an empty list. */
export default function NoTasks() {
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
