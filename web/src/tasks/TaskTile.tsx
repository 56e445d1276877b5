import { useFragment } from "@apollo/client/react";
import { Trash2 } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "../images/ImageCount";
import { StoredImage } from "../images/StoredImage";
import { useThumbnailRenewal } from "../images/useThumbnailRenewal";
import { Button } from "../ui/Button";
import { Marked } from "./Marked";
import { beginning, promptOf } from "./promptOf";
import { useReadOnly } from "./readOnly";
import { isRemovable } from "./removable";
import { StatusBadge } from "./StatusBadge";
import { TaskCheckbox } from "./TaskCheckbox";
import { pressLink, TaskLink } from "./TaskLink";
import type { TaskProps } from "./TaskProps";
import { TaskTile_TaskFragmentDoc } from "./TaskTile.generated";
import styles from "./TaskTile.module.css";

/** A task in the gallery: its picture or, while there is none, its prompt. */
export const TaskTile = memo(function TaskTile(props: TaskProps) {
  const readOnly = useReadOnly();
  const { translate } = useTranslation();
  const renew = useThumbnailRenewal(props.id);
  const { data: task, complete } = useFragment({
    fragment: TaskTile_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <div className={styles.tile} aria-hidden />;

  const image = task.generatedImage ?? task.originalImage;
  const prompt = promptOf(task, translate);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the link in it
    <article
      className={styles.tile}
      data-selected={props.selected}
      data-status={task.status}
      data-empty={!image}
      title={prompt}
      onClick={pressLink}
    >
      <TaskLink
        id={task.id}
        className={styles.link}
        label={translate("task.view", { prompt: beginning(prompt) })}
      >
        {image && (
          <StoredImage
            source={image.thumbnailUrl}
            thumbHash={image.thumbHash}
            description={translate(task.generatedImage ? "task.result" : "task.original")}
            fit="cover"
            onExpired={renew}
          />
        )}
        <ImageCount task={task} />
      </TaskLink>
      <div className={styles.caption}>
        <StatusBadge status={task.status} />
        {!image && task.imagesRemovedAt && <p className={styles.removed}>{translate("image.removed")}</p>}
        <p className={styles.prompt} dir="auto">
          <Marked text={prompt} short />
        </p>
        {task.errorMessage && (
          <p className={styles.error}>{translate("task.error", { message: task.errorMessage })}</p>
        )}
      </div>
      {!readOnly && <TaskCheckbox className={styles.checkbox} prompt={prompt} {...props} />}
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
