import { useFragment, useQuery } from "@apollo/client/react";
import { memo } from "react";
import { endInTrash } from "../deletion/endInTrash";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "../images/ImageCount";
import { StoredImage } from "../images/StoredImage";
import { useThumbnailRenewal } from "../images/useThumbnailRenewal";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { beginning, promptOf } from "../tasks/promptOf";
import { TaskCheckbox } from "../tasks/TaskCheckbox";
import { pressLink, TaskLink } from "../tasks/TaskLink";
import type { TaskProps } from "../tasks/TaskProps";
import { TrashTile_TaskFragmentDoc } from "./Trash.generated";
import styles from "./TrashTile.module.css";

/** A task in the trash: its picture or its prompt, and how long it stays. */
export const TrashTile = memo(function TrashTile(props: TaskProps) {
  const { translate, format } = useTranslation();
  const renew = useThumbnailRenewal(props.id);
  const { data: viewer } = useQuery(UserMenuDocument);
  const { data: task, complete } = useFragment({
    fragment: TrashTile_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <div className={styles.tile} aria-hidden />;

  const image = task.generatedImage ?? task.originalImage;
  const prompt = promptOf(task, translate);
  const days = viewer?.viewer.plan.trashDays;
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
            {prompt}
          </span>
        )}
        <ImageCount task={task} />
      </TaskLink>
      {task.trashedAt && days !== undefined && (
        <p className={styles.left}>{format.fromNow(endInTrash(task.trashedAt, days))}</p>
      )}
      <TaskCheckbox className={styles.checkbox} prompt={prompt} {...props} />
    </article>
  );
});
