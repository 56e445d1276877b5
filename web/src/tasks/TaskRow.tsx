import { useFragment } from "@apollo/client/react";
import { Star, Trash2 } from "lucide-react";
import { type CSSProperties, memo, type ReactNode } from "react";
import { useTranslation } from "../i18n/Translation";
import { TaskThumbnails } from "../images/TaskThumbnails";
import { useMoney } from "../money/useMoney";
import { Button } from "../ui/Button";
import { type Column, columns, useShownColumns } from "./columns";
import { isRemovable } from "./ended";
import { Marked } from "./Marked";
import { parameterLine } from "./parameterLine";
import { beginning, promptOf } from "./promptOf";
import { useReadOnly } from "./readOnly";
import { StatusBadge } from "./StatusBadge";
import { TaskCheckbox } from "./TaskCheckbox";
import { pressLink, TaskLink } from "./TaskLink";
import { TaskParameters_TaskFragmentDoc } from "./TaskParameters.generated";
import type { TaskProps } from "./TaskProps";
import { TaskRow_TaskFragmentDoc } from "./TaskRow.generated";
import styles from "./TaskRow.module.css";
import { TaskRowSkeleton } from "./TaskRowSkeleton";
import { useFailure } from "./useReason";

/** A task in the list: a row of the chosen columns or, on a phone, a few lines. */
export default memo(function TaskRow(props: TaskProps) {
  const readOnly = useReadOnly();
  const { translate, format } = useTranslation();
  const money = useMoney();
  const failureOf = useFailure();
  const { shown, ordered, template } = useShownColumns();
  const { data: task, complete } = useFragment({
    fragment: TaskRow_TaskFragmentDoc,
    fragmentName: "TaskRow_task",
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <TaskRowSkeleton />;

  const prompt = promptOf(task, translate);
  const failure = failureOf(task);
  const cells: Record<Column, ReactNode> = {
    model: task.modelVersion,
    parameters: <ParametersCell id={task.id} />,
    cost: task.cost && money.exact(task.cost),
    credits: format.number(task.creditsDeducted),
    tokens: format.number(task.tokensUsed),
    duration: task.generationTimeMs !== null && format.duration(task.generationTimeMs),
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keyboard users have the link in it
    <article
      className={styles.row}
      style={{ "--columns": template } as CSSProperties}
      data-selected={props.selected}
      data-status={task.status}
      onClick={pressLink}
    >
      {readOnly ? <span /> : <TaskCheckbox className={styles.checkbox} prompt={prompt} {...props} />}
      <TaskLink
        id={task.id}
        className={styles.view}
        label={translate("task.view", { prompt: beginning(prompt) })}
      >
        <TaskThumbnails task={task} />
      </TaskLink>
      <span className={styles.status}>
        <StatusBadge status={task.status} />
      </span>
      <div className={styles.prompt} data-removed={task.prompt === ""}>
        {task.isStarred && (
          <Star className={styles.star} size={14} role="img" aria-label={translate("star.is")} />
        )}
        <p dir="auto" title={prompt}>
          <Marked text={prompt} short />
        </p>
        {failure && (
          <span className={styles.error} title={task.errorMessage ?? failure}>
            {failure}
          </span>
        )}
      </div>
      {shown.map((column) => (
        <span
          key={column}
          className={styles.cell}
          data-column={column}
          data-ordered={column === ordered || undefined}
        >
          {cells[column] && <span className={styles.name}>{translate(columns[column].name)}: </span>}
          {cells[column]}
        </span>
      ))}
      <time className={styles.time} dateTime={task.createdAt}>
        {format.dateTime(task.createdAt)}
      </time>
      {!readOnly && isRemovable(task) && (
        <Button
          kind="quiet"
          icon
          tabIndex={-1}
          className={styles.delete}
          aria-label={translate("task.deleteOne", { prompt: beginning(prompt) })}
          onClick={() => props.onDelete(task.id)}
        >
          <Trash2 size={16} aria-hidden />
        </Button>
      )}
    </article>
  );
});

/** The parameters of a task in a line, such as `seed 42 · steps 30`, once loaded. */
function ParametersCell({ id }: { id: string }) {
  const { data, complete } = useFragment({
    fragment: TaskParameters_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id },
  });
  if (!complete) return null;
  return parameterLine(data.parameters);
}
