import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { ImageOff } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { ImageCount } from "./ImageCount";
import { StoredImage } from "./StoredImage";
import { type TaskThumbnails_TaskFragment, TaskThumbnails_TaskFragmentDoc } from "./TaskThumbnails.generated";
import styles from "./TaskThumbnails.module.css";
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
          <StoredImage
            source={data.originalImage.thumbnailUrl}
            thumbHash={data.originalImage.thumbHash}
            description={translate("task.original")}
            fit="cover"
            onExpired={renew}
          />
        </span>
      )}
      <span className={styles.result} data-status={data.status}>
        <ImageCount task={data} />
        {data.generatedImage ? (
          <StoredImage
            source={data.generatedImage.thumbnailUrl}
            thumbHash={data.generatedImage.thumbHash}
            description={translate("task.result")}
            fit="cover"
            onExpired={renew}
          />
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
