import { useId, useState } from "react";
import { dateIn, startOfDay } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { retryWhenLimited } from "../../connection/retryWhenLimited";
import { useChange } from "../../connection/useChange";
import { useTranslation } from "../../i18n/Translation";
import field from "../../ui/field.module.css";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { useWords } from "../words/useWords";
import { PurgeTasksDocument } from "./Purge.generated";
import styles from "./Removal.module.css";
import { RemovalForm } from "./RemovalForm";

/** Removes all users' tasks that were created before a date. */
export function Purge() {
  const { format } = useTranslation();
  const words = useWords();
  const change = useChange();
  const timeZone = useTimeZone();
  const id = useId();
  const [date, setDate] = useState("");

  async function purge(dryRun: boolean) {
    const createdBefore = startOfDay(date, timeZone ?? "UTC");
    const { purgeTasks } = await retryWhenLimited(() =>
      change(PurgeTasksDocument, { createdBefore, dryRun }),
    );
    return purgeTasks?.purgedTasks ?? 0;
  }

  return (
    <Panel title={words("purge")}>
      <p className={panel.note}>{words("purge.description")}</p>
      <label htmlFor={id} className={field.label}>
        {words("purge.before")}
      </label>
      <input
        id={id}
        type="date"
        className={`${field.input} ${styles.date}`}
        max={timeZone && dateIn(timeZone)}
        value={date}
        onChange={({ target }) => setDate(target.value)}
      />
      <RemovalForm
        key={date}
        disabled={!date || !timeZone}
        rehearse={async () => {
          const count = await purge(true);
          return {
            count,
            status: words("purge.rehearsed", { count: format.number(count), date: format.day(date) }),
          };
        }}
        action={(count) => words("purge.perform", { count })}
        perform={async (report) => {
          let count = 0;
          // Each call removes only some of them.
          for (let purged = await purge(false); purged > 0; purged = await purge(false)) {
            count += purged;
            report(words("purge.running", { count: format.number(count) }));
          }
          return words("purge.done", { count: format.number(count) });
        }}
      />
    </Panel>
  );
}
