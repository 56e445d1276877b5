import { useFragment } from "@apollo/client/react";
import { memo } from "react";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "../images/ImageCount";
import { StoredImage } from "../images/StoredImage";
import { useThumbnailRenewal } from "../images/useThumbnailRenewal";
import { useWords } from "../sharing/words/useWords";
import { beginning, promptOf } from "../tasks/promptOf";
import { useReadOnly } from "../tasks/readOnly";
import { StatusBadge } from "../tasks/StatusBadge";
import { TaskCheckbox } from "../tasks/TaskCheckbox";
import { pressLink, TaskLink } from "../tasks/TaskLink";
import type { TaskProps } from "../tasks/TaskProps";
import { useFailure } from "../tasks/useReason";
import { BoardTile_TaskFragmentDoc } from "./Board.generated";
import styles from "./BoardTile.module.css";
import { useMemberName } from "./useMemberName";

/** A task on a board: its picture or its prompt, and whose it is if it is not the reader's. */
export const BoardTile = memo(function BoardTile(props: TaskProps) {
  const { translate } = useTranslation();
  const words = useWords();
  const readOnly = useReadOnly();
  const failureOf = useFailure();
  const { own, nameOf } = useMemberName();
  const renew = useThumbnailRenewal(props.id);
  const { data: task, complete } = useFragment({
    fragment: BoardTile_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <div className={styles.tile} aria-hidden />;

  const image = task.generatedImage ?? task.originalImage;
  const prompt = promptOf(task, translate);
  const failure = failureOf(task);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the link in it
    <article className={styles.tile} data-selected={props.selected} title={prompt} onClick={pressLink}>
      <TaskLink
        id={task.id}
        className={styles.link}
        label={translate("task.view", { prompt: beginning(prompt) })}
      >
        {image ? (
          <StoredImage
            source={image.thumbnailUrl}
            thumbHash={image.thumbHash}
            description={translate(task.generatedImage ? "task.result" : "task.original")}
            fit="cover"
            onExpired={renew}
          />
        ) : (
          <span className={styles.prompt} dir="auto">
            <StatusBadge status={task.status} />
            {failure && <span className={styles.failure}>{failure}</span>}
            <span>{prompt}</span>
          </span>
        )}
        <ImageCount task={task} />
      </TaskLink>
      {own !== undefined && task.userId !== own && (
        <p className={styles.by}>{words("by", { user: nameOf(task.userId) })}</p>
      )}
      {!readOnly && <TaskCheckbox className={styles.checkbox} prompt={prompt} {...props} />}
    </article>
  );
});
