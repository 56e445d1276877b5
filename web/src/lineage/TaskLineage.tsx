import { skipToken, useQuery } from "@apollo/client/react";
import { useTranslation } from "../i18n/Translation";
import { RelatedTask } from "./RelatedTask";
import { TaskLineageDocument } from "./TaskLineage.generated";
import styles from "./TaskLineage.module.css";
import { useRested } from "./useRested";

/**
 * Milliseconds for which a task is shown before its lineage is read, so that nothing is read for readers who
 * are moving on.
 */
const restMs = 300;

/**
 * The tasks that a picture was made from and that were made from it, as links, with what the whole lineage
 * cost.
 */
export function TaskLineage({ id }: { id: string }) {
  const { translate, format } = useTranslation();
  const rested = useRested(restMs);
  const { data, refetch } = useQuery(
    TaskLineageDocument,
    rested ? { variables: { id }, fetchPolicy: "cache-and-network" } : skipToken,
  );
  const task = data?.task;
  if (!task || (task.sources.length === 0 && task.derivedTasks.nodes.length === 0)) return null;
  const { taskCount, failedTaskCount, creditsDeducted, truncated } = task.lineage;
  const renew = () => void refetch().catch(() => undefined);
  return (
    <section className={styles.lineage} aria-label={translate("lineage.title")}>
      {task.sources.length > 0 && (
        <>
          <h2 className={styles.name}>{translate("lineage.sources")}</h2>
          <ul className={styles.pictures}>
            {task.sources.map((source, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they never change, and one may stand there twice
              <li key={place}>
                {source.task ? (
                  <RelatedTask task={source.task} image={source.image} onExpired={renew} />
                ) : (
                  <span className={styles.gone}>{translate("lineage.deleted")}</span>
                )}
                <span className={styles.relation}>{translate(`relation.${source.relation}`)}</span>
              </li>
            ))}
          </ul>
          <p className={styles.cost}>
            {translate(truncated ? "lineage.costAtLeast" : "lineage.cost", {
              credits: format.number(creditsDeducted),
              tasks: format.number(taskCount),
              failed: format.number(failedTaskCount),
            })}
          </p>
        </>
      )}
      {task.derivedTasks.nodes.length > 0 && (
        <>
          <h2 className={styles.name}>{translate("lineage.derived")}</h2>
          <ul className={styles.pictures}>
            {task.derivedTasks.nodes.map((derived, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the oldest first, so that each stays in its place
              <li key={place}>
                <RelatedTask task={derived} onExpired={renew} />
              </li>
            ))}
            {task.derivedTasks.pageInfo.hasNextPage && <li className={styles.more}>…</li>}
          </ul>
        </>
      )}
    </section>
  );
}
