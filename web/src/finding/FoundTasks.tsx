import { useTranslation } from "../i18n/Translation";
import { RelatedTask } from "../lineage/RelatedTask";
import pictures from "../lineage/TaskLineage.module.css";
import type { SimilarTasksQuery } from "./SimilarTasks.generated";
import { useWords } from "./words/useWords";

/** Similar tasks, each with the kind of likeness. */
export function FoundTasks(props: {
  found: SimilarTasksQuery["similarTasks"];
  onExpired: () => void;
  /** Whether they are shown over the list, to which closing a task returns. */
  fromList?: boolean;
  onOpen?: () => void;
}) {
  const words = useWords();
  const { format } = useTranslation();
  return (
    <ul className={pictures.pictures}>
      {props.found.map(({ task, likeness, score }) => (
        <li key={task.id} title={score < 1 ? words("score", { percent: format.percent(score) }) : undefined}>
          <RelatedTask
            task={task}
            onExpired={props.onExpired}
            fromList={props.fromList ?? false}
            onOpen={props.onOpen}
          />
          <span className={pictures.relation}>{words(`likeness.${likeness}`)}</span>
        </li>
      ))}
    </ul>
  );
}
