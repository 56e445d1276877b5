import { useFragment } from "@apollo/client/react";
import type { ReactNode } from "react";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "../images/ImageCount";
import { Thumbnail } from "../images/Thumbnail";
import { useThumbnailRenewal } from "../images/useThumbnailRenewal";
import { type PlainTile_TaskFragment, PlainTile_TaskFragmentDoc } from "./PlainTile.generated";
import styles from "./PlainTile.module.css";
import { beginning, promptOf } from "./promptOf";
import { useReadOnly } from "./readOnly";
import { StatusBadge } from "./StatusBadge";
import { TaskCheckbox } from "./TaskCheckbox";
import { pressLink, TaskLink } from "./TaskLink";
import type { TaskProps } from "./TaskProps";
import tile from "./Tile.module.css";
import { useFailure } from "./useReason";

/** A task outside the history: its picture or its prompt, with a note from `noteOf`. */
export function PlainTile(props: TaskProps & { noteOf: (task: PlainTile_TaskFragment) => ReactNode }) {
  const { translate } = useTranslation();
  const readOnly = useReadOnly();
  const failureOf = useFailure();
  const renew = useThumbnailRenewal(props.id);
  const { data: task, complete } = useFragment({
    fragment: PlainTile_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <div className={tile.tile} aria-hidden />;

  const image = task.generatedImage ?? task.originalImage;
  const prompt = promptOf(task, translate);
  const failure = failureOf(task);
  const note = props.noteOf(task);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keyboard users have the link in it
    <article className={tile.tile} data-selected={props.selected} title={prompt} onClick={pressLink}>
      <TaskLink
        id={task.id}
        className={`${tile.link} ${styles.link}`}
        label={translate("task.view", { prompt: beginning(prompt) })}
      >
        {image ? (
          <Thumbnail
            image={image}
            description={translate(task.generatedImage ? "task.result" : "task.original")}
            onExpired={renew}
          />
        ) : (
          <span className={styles.prompt} dir="auto">
            <StatusBadge status={task.status} />
            {failure && <span className={styles.failure}>{failure}</span>}
            <span className={styles.text}>{prompt}</span>
          </span>
        )}
        <ImageCount task={task} />
      </TaskLink>
      {note && <p className={styles.note}>{note}</p>}
      {!readOnly && <TaskCheckbox className={tile.checkbox} prompt={prompt} {...props} />}
    </article>
  );
}
