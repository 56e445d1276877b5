import { skipToken, useQuery } from "@apollo/client/react";
import pictures from "../lineage/TaskLineage.module.css";
import { useRested } from "../lineage/useRested";
import { FoundTasks } from "./FoundTasks";
import { SimilarTasksDocument } from "./SimilarTasks.generated";
import { useWords } from "./words/useWords";

const most = 8;

/** Links to tasks similar to a task, if any. They are read once the task has been shown for a while. */
export function SimilarTasks({ id }: { id: string }) {
  const words = useWords();
  const rested = useRested(900);
  const { data, refetch } = useQuery(
    SimilarTasksDocument,
    rested ? { variables: { to: { taskId: id }, first: most } } : skipToken,
  );
  if (!data || data.similarTasks.length === 0) return null;
  return (
    <section className={pictures.lineage} aria-label={words("similar")}>
      <h2 className={pictures.name}>{words("similar")}</h2>
      <FoundTasks found={data.similarTasks} onExpired={() => void refetch().catch(() => undefined)} />
    </section>
  );
}
