import { ExternalLink } from "lucide-react";
import { Link, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import type { useZoom } from "../stage/useZoom";
import { ZoomedPicture } from "../stage/ZoomedPicture";
import { beginning, promptOf } from "../tasks/promptOf";
import { taskPath } from "../tasks/TaskLink";
import { buttonClass } from "../ui/Button";
import type { ComparedTaskFragment } from "./Comparison.generated";
import styles from "./Comparison.module.css";

/** One of the compared tasks: its image, with its number and a link to the task. */
export function ComparedPicture(props: {
  number: number;
  task: ComparedTaskFragment | null;
  image: number;
  zoom: ReturnType<typeof useZoom>;
  hidden: boolean;
  onExpired: () => void;
}) {
  const { translate, format } = useTranslation();
  const search = useSearch();
  const { task, image, number } = props;
  const picture = task && (task.images[image] ?? task.images[0] ?? task.originalImage);
  const prompt = task ? promptOf(task, translate) : "";
  return (
    <figure className={styles.pane} data-hidden={props.hidden}>
      {picture ? (
        <ZoomedPicture
          zoom={props.zoom}
          source={picture.fullUrl}
          thumbnail={picture.thumbnailUrl}
          thumbHash={picture.thumbHash}
          description={`${format.number(number)}: ${beginning(prompt)}`}
          onExpired={props.onExpired}
        />
      ) : (
        <p className={styles.none}>{translate(noPicture(task))}</p>
      )}
      <figcaption className={styles.caption}>
        <span className={styles.number}>{format.number(number)}</span>
        {task && (
          <Link
            href={imagePath(task.id, image, search)}
            state={{ fromList: true }}
            className={buttonClass("quiet", true)}
            aria-label={translate("task.view", { prompt: beginning(prompt) })}
          >
            <ExternalLink size={16} aria-hidden />
          </Link>
        )}
      </figcaption>
    </figure>
  );
}

function imagePath(id: string, image: number, search: string): string {
  const path = taskPath(id, search);
  return image === 0 ? path : `${path}${path.includes("?") ? "&" : "?"}image=${image}`;
}

function noPicture(task: ComparedTaskFragment | null) {
  if (!task) return "picture.notFound";
  return task.imagesRemovedAt ? "image.removed" : (`status.${task.status}` as const);
}
