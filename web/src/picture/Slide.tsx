import { useFragment } from "@apollo/client/react";
import { useEffect } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import { StoredImage } from "../images/StoredImage";
import { type Picture, Stage, type View } from "../stage/Stage";
import type { Zoom } from "../stage/useZoom";
import { StatusBadge } from "../tasks/StatusBadge";
import { TaskTile_TaskFragmentDoc } from "../tasks/TaskTile.generated";
import { useFailure } from "../tasks/useReason";
import { Button } from "../ui/Button";
import styles from "./Slide.module.css";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";
import { useShownImage } from "./useShownImage";
import { useTask } from "./useTask";

/** The pictures of one task: of the shown one, or of a neighbour, which is preloaded. */
export function Slide(props: {
  id: string;
  active: boolean;
  view: View;
  onZoom: (zoom: Zoom) => void;
  onGone: (ids: string[]) => void;
  onNext: (() => void) | undefined;
  onClose: () => void;
}) {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  const { id, active, onGone } = props;
  const { task, gone, error, renew } = useTask(id);
  const shown = useShownImage(task);
  const failureOf = useFailure();
  useEffect(() => {
    if (gone) onGone([id]);
  }, [gone, id, onGone]);

  if (gone || (error && !task)) {
    return (
      <div className={styles.message} role={active ? "alert" : undefined}>
        <p>{gone ? translate("picture.notFound") : errorText(error)}</p>
        <div className={styles.ways}>
          {!gone && <Button onClick={renew}>{translate("retry")}</Button>}
          {props.onNext && <Button onClick={props.onNext}>{translate("picture.next")}</Button>}
          <Button onClick={props.onClose}>{translate("picture.toList")}</Button>
        </div>
      </div>
    );
  }
  if (!task) return <Awaited id={id} />;
  const failure = failureOf(task);
  const pictures = picturesOf(task, props.view, active, active ? shown.image : null);
  if (pictures.length === 0) {
    return (
      <div className={styles.message}>
        <StatusBadge status={task.status} />
        {task.imagesRemovedAt && <p>{translate("image.removed")}</p>}
        {failure && <p dir="auto">{failure}</p>}
      </div>
    );
  }
  return (
    <Stage
      pictures={pictures}
      view={viewOf(task, props.view)}
      active={active}
      onZoom={props.onZoom}
      onExpired={renew}
    />
  );
}

/** The list's thumbnail of a task whose picture is loading. */
function Awaited({ id }: { id: string }) {
  const { translate } = useTranslation();
  const { data: task } = useFragment({
    fragment: TaskTile_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id },
  });
  const image = task.generatedImage ?? task.originalImage;
  if (!image?.thumbnailUrl) return <div className={styles.message}>{translate("loading")}</div>;
  return (
    <StoredImage
      source={image.thumbnailUrl}
      thumbHash={image.thumbHash ?? null}
      description={translate("loading")}
      fit="contain"
      eager
      onExpired={() => undefined}
    />
  );
}

function picturesOf(
  task: TaskPicture_TaskFragment,
  chosen: View,
  active: boolean,
  shown: TaskPicture_TaskFragment["images"][number] | null,
): Picture[] {
  const view = viewOf(task, chosen);
  const images = [
    { kind: "original", image: task.originalImage },
    { kind: "result", image: shown ?? task.generatedImage },
  ] as const;
  return images.flatMap(({ kind, image }) =>
    // Of a neighbour, only the first picture is preloaded.
    image && (active || kind === view || (view !== "original" && view !== "result"))
      ? [{ kind, source: image.fullUrl, thumbnail: image.thumbnailUrl, thumbHash: image.thumbHash }]
      : [],
  );
}

/** The chosen view, or the possible one for a task with a single picture. */
export function viewOf(task: TaskPicture_TaskFragment, chosen: View): View {
  if (!task.generatedImage) return "original";
  return task.originalImage ? chosen : "result";
}
