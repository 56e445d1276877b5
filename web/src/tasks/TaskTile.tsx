import { useFragment } from "@apollo/client/react";
import { Star } from "lucide-react";
import { type KeyboardEvent, lazy, memo, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "../images/ImageCount";
import { Thumbnail } from "../images/Thumbnail";
import { useThumbnailRenewal } from "../images/useThumbnailRenewal";
import { Later } from "../ui/Later";
import { isRemovable } from "./ended";
import { Marked } from "./Marked";
import { beginning, promptOf } from "./promptOf";
import { useReadOnly } from "./readOnly";
import { StatusBadge } from "./StatusBadge";
import { TaskCheckbox } from "./TaskCheckbox";
import { pressLink, TaskLink } from "./TaskLink";
import type { TaskProps } from "./TaskProps";
import { TaskTile_TaskFragmentDoc } from "./TaskTile.generated";
import styles from "./TaskTile.module.css";
import tile from "./Tile.module.css";
import { TileActions } from "./TileActions";
import { useFailure } from "./useReason";

const TaskFan = lazy(() => import("./TaskFan"));

/** A task in the gallery: its picture or, without one, its prompt. */
export const TaskTile = memo(function TaskTile(props: TaskProps) {
  const readOnly = useReadOnly();
  const { translate } = useTranslation();
  const renew = useThumbnailRenewal(props.id);
  const failureOf = useFailure();
  /** The image that is shown large while several are fanned out. */
  const [fanned, setFanned] = useState<number | null>(null);
  const { data: task, complete } = useFragment({
    fragment: TaskTile_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id: props.id },
  });
  if (!complete) return <div className={tile.tile} aria-hidden />;

  const image = task.generatedImage ?? task.originalImage;
  const prompt = promptOf(task, translate);
  const failure = failureOf(task);
  const fan = task.resultCount > 1 ? fanned : null;

  function showBeside(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.shiftKey || !task?.resultCount || task.resultCount < 2) return;
    event.preventDefault();
    event.stopPropagation();
    setFanned(Math.min(Math.max((fanned ?? 0) + step, 0), task.resultCount - 1));
  }

  return (
    <article
      className={`${tile.tile} ${styles.tile}`}
      data-selected={props.selected}
      data-status={task.status}
      data-empty={!image}
      data-fanned={fan !== null}
      title={prompt}
      onClick={pressLink}
      onKeyDown={showBeside}
      onPointerEnter={({ pointerType }) => pointerType === "mouse" && setFanned(0)}
      onPointerLeave={() => setFanned(null)}
      onBlur={() => setFanned(null)}
    >
      <TaskLink
        id={task.id}
        image={fan ?? 0}
        className={tile.link}
        label={translate("task.view", { prompt: beginning(prompt) })}
      >
        {image && (
          <Thumbnail
            image={image}
            description={translate(task.generatedImage ? "task.result" : "task.original")}
            onExpired={renew}
          />
        )}
        {fan === null && <ImageCount task={task} />}
        {task.isStarred && (
          <Star className={styles.star} size={16} role="img" aria-label={translate("star.is")} />
        )}
      </TaskLink>
      <div className={styles.caption}>
        <StatusBadge status={task.status} />
        {!image && task.imagesRemovedAt && <p className={styles.removed}>{translate("image.removed")}</p>}
        <p className={styles.prompt} dir="auto">
          <Marked text={prompt} short />
        </p>
        {failure && <p className={styles.error}>{failure}</p>}
      </div>
      {fan !== null && (
        <Later>
          <TaskFan id={task.id} shown={fan} onShow={setFanned} />
        </Later>
      )}
      {!readOnly && (
        <>
          <TaskCheckbox className={tile.checkbox} prompt={prompt} {...props} />
          <TileActions
            id={task.id}
            prompt={prompt}
            hasPicture={task.generatedImage !== null}
            isRemovable={isRemovable(task)}
            isStarred={task.isStarred}
            onDownload={props.onDownload}
            onDelete={props.onDelete}
          />
        </>
      )}
    </article>
  );
});
