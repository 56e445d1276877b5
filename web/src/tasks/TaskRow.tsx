import { useFragment } from "@apollo/client/react";
import { Trash2 } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "../i18n/Translation";
import { TaskThumbnails } from "../images/TaskThumbnails";
import { Button } from "../ui/Button";
import { Marked } from "./Marked";
import { beginning, promptOf } from "./promptOf";
import { useReadOnly } from "./readOnly";
import { isRemovable } from "./removable";
import { StatusBadge } from "./StatusBadge";
import { TaskCheckbox } from "./TaskCheckbox";
import { pressLink, TaskLink } from "./TaskLink";
import type { TaskProps } from "./TaskProps";
import { TaskRow_TaskFragmentDoc } from "./TaskRow.generated";
import styles from "./TaskRow.module.css";

export const TaskRow = memo(function TaskRow(props: TaskProps) {
  const readOnly = useReadOnly();
  const { translate, format } = useTranslation();
  const { data: task, complete } = useFragment({
    fragment: TaskRow_TaskFragmentDoc,
    fragmentName: "TaskRow_task",
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <TaskRowSkeleton />;

  const prompt = promptOf(task, translate);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the link in it
    <article className={styles.row} data-selected={props.selected} onClick={pressLink}>
      {readOnly ? <span /> : <TaskCheckbox className={styles.checkbox} prompt={prompt} {...props} />}
      <TaskLink
        id={task.id}
        className={styles.view}
        label={translate("task.view", { prompt: beginning(prompt) })}
      >
        <TaskThumbnails task={task} />
      </TaskLink>
      <div className={styles.body}>
        <p className={styles.heading}>
          <StatusBadge status={task.status} />
          <span className={styles.type}>{translate(`type.${task.taskType}`)}</span>
          <time dateTime={task.createdAt}>{format.dateTime(task.createdAt)}</time>
        </p>
        <p
          className={styles.prompt}
          dir="auto"
          data-lines={task.errorMessage ? 1 : 2}
          data-removed={task.prompt === ""}
          title={prompt}
        >
          <Marked text={prompt} short />
        </p>
        {task.errorMessage && (
          <p className={styles.error} title={task.errorMessage}>
            {translate("task.error", { message: task.errorMessage })}
          </p>
        )}
        <p className={styles.meta}>
          <span>{translate("task.tokens", { tokens: format.number(task.tokensUsed) })}</span>
          <span>{translate("task.credits", { credits: format.number(task.creditsDeducted) })}</span>
          {task.generationTimeMs !== null && <span>{format.duration(task.generationTimeMs)}</span>}
          {task.modelVersion && <span className={styles.model}>{task.modelVersion}</span>}
        </p>
      </div>
      {!readOnly && isRemovable(task) && (
        <Button
          kind="quiet"
          icon
          className={styles.delete}
          aria-label={translate("task.deleteOne", { prompt: beginning(prompt) })}
          onClick={() => props.onDelete(task.id)}
        >
          <Trash2 size={18} aria-hidden />
        </Button>
      )}
    </article>
  );
});

export function TaskRowSkeleton() {
  return (
    <div className={styles.row} aria-hidden>
      <span />
      <span className={styles.blankImage} />
      <span className={styles.body}>
        <span className={styles.blank} style={{ width: "40%" }} />
        <span className={styles.blank} style={{ width: "85%" }} />
        <span className={styles.blank} style={{ width: "30%" }} />
      </span>
    </div>
  );
}
