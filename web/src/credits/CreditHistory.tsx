import { useQuery } from "@apollo/client/react";
import { useEffect, useRef } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { TaskLink } from "../tasks/TaskLink";
import { Button } from "../ui/Button";
import { CreditHistoryDocument } from "./CreditHistory.generated";
import styles from "./CreditsPanel.module.css";

/**
 * The changes to the reader's credits, newest first. They are read again whenever the `balance` has changed.
 */
export function CreditHistory({ balance }: { balance: string }) {
  const { translate, format } = useTranslation();
  const errorText = useErrorText();
  const { data, error, loading, refetch, fetchMore } = useQuery(CreditHistoryDocument, {
    fetchPolicy: "cache-and-network",
    notifyOnNetworkStatusChange: true,
  });
  const shown = useRef(balance);
  useEffect(() => {
    if (shown.current === balance) return;
    shown.current = balance;
    refetch().catch(() => undefined);
  }, [balance, refetch]);

  const entries = data?.viewer.credits?.entries;
  if (!entries)
    return <p role={error ? "alert" : "status"}>{error ? errorText(error) : translate("loading")}</p>;
  if (entries.nodes.length === 0) return <p>{translate("credits.none")}</p>;
  return (
    <>
      <ol className={styles.history} aria-label={translate("credits.history")}>
        {entries.nodes.map(({ id, kind, amount, available, held, taskId, reason, createdAt }, place) => (
          <li key={id} className={styles.entry}>
            <span>
              {translate(`credits.${kind}`)}
              {kind === "SETTLE" && <Spent left={available + held} before={entries.nodes[place + 1]} />}
              {reason && <span className={styles.reason}> {reason}</span>}
              {taskId && (
                <TaskLink
                  id={taskId}
                  className={styles.task}
                  label={translate("credits.task", { change: translate(`credits.${kind}`) })}
                >
                  {translate("credits.viewTask")}
                </TaskLink>
              )}
            </span>
            <span className={`${styles.change} ${amount > 0 ? styles.more : ""}`}>
              {format.change(amount)}
            </span>
            <time className={styles.name} dateTime={createdAt}>
              {format.dateTime(createdAt)}
            </time>
            <span className={styles.name}>
              {translate("credits.balance", { credits: format.number(available) })}
            </span>
          </li>
        ))}
      </ol>
      {entries.pageInfo.hasNextPage && (
        <Button
          disabled={loading}
          onClick={() =>
            fetchMore({ variables: { after: entries.pageInfo.endCursor } }).catch(() => undefined)
          }
        >
          {translate("credits.more")}
        </Button>
      )}
    </>
  );
}

/** What a completed task has cost: how much less there is than before it, counting what was held. */
function Spent(props: { left: number; before: { available: number; held: number } | undefined }) {
  const { translate, format } = useTranslation();
  if (!props.before) return null;
  const credits = format.number(props.before.available + props.before.held - props.left);
  return <span className={styles.reason}> {translate("credits.spent", { credits })}</span>;
}
