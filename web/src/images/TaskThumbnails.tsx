import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { ImageOff } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "./ImageCount";
import { type TaskThumbnails_TaskFragment, TaskThumbnails_TaskFragmentDoc } from "./TaskThumbnails.generated";
import styles from "./TaskThumbnails.module.css";
import { Thumbnail } from "./Thumbnail";
import { useThumbnailRenewal } from "./useThumbnailRenewal";

/** The thumbnails of a task's original image and of its result. */
export function TaskThumbnails({ task }: { task: FragmentType<TaskThumbnails_TaskFragment> }) {
  const { translate } = useTranslation();
  const { data, complete } = useFragment({ fragment: TaskThumbnails_TaskFragmentDoc, from: task });
  const renew = useThumbnailRenewal(data.id ?? "");
  if (!complete) return null;

  return (
    <span className={styles.pair}>
      {data.originalImage && (
        <span className={styles.original}>
          <Thumbnail image={data.originalImage} description={translate("task.original")} onExpired={renew} />
        </span>
      )}
      <span className={styles.result} data-status={data.status}>
        <ImageCount task={data} />
        {data.generatedImage ? (
          <Thumbnail image={data.generatedImage} description={translate("task.result")} onExpired={renew} />
        ) : (
          <NoImage removed={data.imagesRemovedAt !== null} />
        )}
      </span>
    </span>
  );
}

function NoImage({ removed }: { removed: boolean }) {
  const { translate } = useTranslation();
  if (removed)
    return (
      <span className={styles.none} title={translate("image.removed")}>
        <ImageOff size={14} aria-hidden />
        <span className={styles.words}>{translate("image.removed")}</span>
      </span>
    );
  return <span className={styles.none} role="img" aria-label={translate("image.none")} />;
}
