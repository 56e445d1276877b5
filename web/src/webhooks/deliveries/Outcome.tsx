import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useWords } from "../words/useWords";
import { type Outcome_DeliveryFragment, Outcome_DeliveryFragmentDoc } from "./Outcome.generated";
import styles from "./Outcome.module.css";

/** The result of the last attempt, or that one is due. While the webhook `isOff`, nothing is sent. */
export function Outcome(props: { delivery: FragmentType<Outcome_DeliveryFragment>; isOff: boolean }) {
  const { format } = useTranslation();
  const words = useWords();
  const { data, complete } = useFragment({ fragment: Outcome_DeliveryFragmentDoc, from: props.delivery });
  if (!complete) return null;
  const last = data.attempts.at(-1);
  if (!last || isDue(data))
    return <span className={styles.outcome}>{words(props.isOff ? "outcome.isOff" : "outcome.sending")}</span>;
  const duration = format.number(last.durationMs);
  return (
    <span className={styles.outcome} data-state={data.state} dir="auto">
      {last.status === null
        ? words("outcome.unanswered", { error: words(`error.${last.errorCode ?? "OTHER"}`), duration })
        : words("outcome.answered", { status: last.status, duration })}
    </span>
  );
}

/** Whether an attempt is due within so many milliseconds, by the reader's clock, which may be a little slow. */
export function isDue(delivery: { state: string; nextAttemptAt: string | null }, within = 2000): boolean {
  const { state, nextAttemptAt } = delivery;
  return state === "WAITING" && nextAttemptAt !== null && Date.parse(nextAttemptAt) < Date.now() + within;
}
