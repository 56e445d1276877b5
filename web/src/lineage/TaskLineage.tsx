import { skipToken, useQuery } from "@apollo/client/react";
import { useTranslation } from "../i18n/Translation";
import { RelatedTask } from "./RelatedTask";
import { TaskLineageDocument } from "./TaskLineage.generated";
import styles from "./TaskLineage.module.css";
import { useRested } from "./useRested";

/** Milliseconds for which a task is shown before its lineage is read, for readers who move on quickly. */
const restMs = 300;

/** Links to a task's sources and to the tasks made from it, with the cost of the whole lineage. */
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
              // biome-ignore lint/suspicious/noArrayIndexKey: they never change, and a task may appear twice
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
              // biome-ignore lint/suspicious/noArrayIndexKey: the oldest first, so each keeps its place
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
