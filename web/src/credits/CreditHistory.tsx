import { skipToken, useFragment, useQuery } from "@apollo/client/react";
import { useEffect, useRef } from "react";
import { LoadingOrError } from "../connection/LoadingOrError";
import { More } from "../connection/More";
import { useTranslation } from "../i18n/Translation";
import { Thumbnail } from "../images/Thumbnail";
import { useThumbnailRenewal } from "../images/useThumbnailRenewal";
import { beginning, promptOf } from "../tasks/promptOf";
import { TaskLink } from "../tasks/TaskLink";
import { CreditHistoryDocument, type CreditHistoryQuery } from "./CreditHistory.generated";
import styles from "./CreditsPanel.module.css";
import { CreditTaskFragmentDoc, CreditTasksDocument } from "./CreditTasks.generated";
import { creditLines } from "./creditLines";

/** The number of lines whose tasks are read together. */
const chunkLines = 30;

/** The changes to the reader's credits, newest first. They are read again when the `balance` changes. */
export function CreditHistory({ balance }: { balance: string }) {
  const { translate } = useTranslation();
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
  if (!entries) return <LoadingOrError error={error} onRetry={refetch} />;
  if (entries.nodes.length === 0) return <p>{translate("credits.none")}</p>;
  const lines = creditLines(entries.nodes, !entries.pageInfo.hasNextPage);
  const chunks = Array.from({ length: Math.ceil(lines.length / chunkLines) }, (_, number) =>
    lines.slice(number * chunkLines, (number + 1) * chunkLines),
  );
  return (
    <>
      <ol className={styles.history} aria-label={translate("credits.history")}>
        {chunks.map((chunk) => (
          <CreditLines key={chunk[0]?.id} lines={chunk} />
        ))}
      </ol>
      <More
        label={translate("credits.more")}
        hasNextPage={entries.pageInfo.hasNextPage}
        loading={loading}
        onMore={() => fetchMore({ variables: { after: entries.pageInfo.endCursor } })}
      />
    </>
  );
}

type Line = NonNullable<CreditHistoryQuery["viewer"]["credits"]>["entries"]["nodes"][number];

/** Some changes. Those of a task have its picture and link to it. */
function CreditLines({ lines }: { lines: Line[] }) {
  const { translate, format } = useTranslation();
  const ids = lines.flatMap(({ taskId }) => (taskId ? [taskId] : []));
  const { data } = useQuery(
    CreditTasksDocument,
    ids.length > 0 ? { variables: { ids }, fetchPolicy: "cache-and-network" } : skipToken,
  );
  return lines.map(({ id, kind, amount, available, taskId, reason, createdAt }) => (
    <li key={id} className={styles.entry}>
      <span className={styles.text}>
        {taskId && <TaskOfLine id={taskId} isKnown={data !== undefined} />}
        <span>
          {translate(`credits.${kind}`)}
          {reason && <span className={styles.reason}> {reason}</span>}
        </span>
      </span>
      <span className={`${styles.change} ${amount > 0 ? styles.more : ""}`}>{format.change(amount)}</span>
      <time className={styles.name} dateTime={createdAt}>
        {format.dateTime(createdAt)}
      </time>
      <span className={styles.name}>
        {translate("credits.balance", { credits: format.number(available) })}
      </span>
    </li>
  ));
}

/** A link to a task with its picture and prompt. A task that is missing once `isKnown` has been deleted. */
function TaskOfLine({ id, isKnown }: { id: string; isKnown: boolean }) {
  const { translate } = useTranslation();
  const renew = useThumbnailRenewal(id);
  const { data: task, complete } = useFragment({
    fragment: CreditTaskFragmentDoc,
    from: { __typename: "TaskRecord", id },
  });
  if (!complete)
    return (
      <span className={styles.gone}>{isKnown ? translate("credits.taskGone") : translate("loading")}</span>
    );
  const prompt = promptOf(task, translate);
  const image = task.generatedImage ?? task.originalImage;
  return (
    <TaskLink id={id} className={styles.task} label={translate("task.view", { prompt: beginning(prompt) })}>
      <span className={styles.picture}>{image && <Thumbnail image={image} onExpired={renew} />}</span>
      <span className={styles.prompt} dir="auto">
        {prompt}
      </span>
    </TaskLink>
  );
}
