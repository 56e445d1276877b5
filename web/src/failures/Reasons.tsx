import { useQuery } from "@apollo/client/react";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { RotateCcw } from "lucide-react";
import { useLayoutEffect, useState } from "react";
import { useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { useReadOnly } from "../tasks/readOnly";
import { useReason } from "../tasks/useReason";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import { FailureReasonsDocument, type FailureReasonsQuery } from "./FailureReasons.generated";
import styles from "./FailureReasons.module.css";
import TryAgain from "./TryAgain";

/** The number of reasons shown, above the list, until the reader asks for all. */
const shownAtFirst = 3;

type Reason = FailureReasonsQuery["tasks"]["failures"][number];

/** Each reason of the matching failures, with a button that tries its tasks again. */
export default function Reasons(props: {
  where: TaskFilter;
  /** Called when the reasons are loaded, or could not be. */
  onKnown: () => void;
}) {
  const { where, onKnown } = props;
  const { translate, format } = useTranslation();
  const [all, setAll] = useState(false);
  const [tried, setTried] = useState<Reason>();
  const { data, error, refetch } = useQuery(FailureReasonsDocument, {
    variables: { where },
    fetchPolicy: "cache-and-network",
  });
  const isKnown = data !== undefined || error !== undefined;
  useLayoutEffect(() => void (isKnown && onKnown()), [isKnown, onKnown]);
  const reasons = data?.tasks.failures ?? [];
  if (reasons.length === 0) return null;
  return (
    <section className={styles.reasons} aria-labelledby="reasons">
      <h2 id="reasons" className={styles.title}>
        {translate("failures.title")}
      </h2>
      <ul className={styles.list}>
        {reasons.slice(0, all ? undefined : shownAtFirst).map((reason) => (
          <ReasonRow
            key={reason.failureCode ?? `message ${reason.errorMessage}`}
            reason={reason}
            onTry={() => setTried(reason)}
          />
        ))}
      </ul>
      {reasons.length > shownAtFirst && !all && (
        <Button kind="quiet" onClick={() => setAll(true)}>
          {translate("details.all", { count: format.number(reasons.length) })}
        </Button>
      )}
      {tried && (
        <Later>
          <TryAgain
            ids={tried.taskIds}
            onClose={() => {
              setTried(undefined);
              refetch().catch(() => undefined);
            }}
          />
        </Later>
      )}
    </section>
  );
}

function ReasonRow({ reason, onTry }: { reason: Reason; onTry: () => void }) {
  const { translate, format } = useTranslation();
  const inWords = useReason();
  const readOnly = useReadOnly();
  const { filters, change } = useFilters();
  const { failureCode, errorMessage, taskCount, lastFailedAt } = reason;
  const message = errorMessage ?? translate("failures.removed");
  const count = format.number(taskCount);
  return (
    <li className={styles.reason}>
      <p className={styles.text}>
        {failureCode && <span>{inWords(failureCode)}</span>}
        {failureCode !== "deadline" && (
          <span className={`${styles.message} ${failureCode ? styles.note : ""}`} dir="auto" title={message}>
            {message}
          </span>
        )}
        <span className={styles.note}>
          {translate("failures.count", { count, time: format.dateTime(lastFailedAt) })}
        </span>
      </p>
      {failureCode && String(filters.reason) !== failureCode && (
        <Button kind="quiet" onClick={() => change({ reason: [failureCode] })}>
          {translate("failures.show")}
        </Button>
      )}
      {!readOnly && (
        <Button onClick={onTry}>
          <RotateCcw size={16} aria-hidden />
          {translate("failures.tryAgain", { count })}
        </Button>
      )}
    </li>
  );
}
