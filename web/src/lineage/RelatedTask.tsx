import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { Link, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { Thumbnail } from "../images/Thumbnail";
import { beginning, promptOf } from "../tasks/promptOf";
import { taskPath } from "../tasks/TaskLink";
import { type RelatedTaskFragment, RelatedTaskFragmentDoc } from "./TaskLineage.generated";
import styles from "./TaskLineage.module.css";

/** A link to a related task, which replaces the shown one. */
export function RelatedTask(props: {
  task: FragmentType<RelatedTaskFragment>;
  image?: { thumbnailUrl: string; thumbHash: string | null } | null;
  onExpired: () => void;
  /** Whether it is shown over the list, and opens there. */
  fromList?: boolean;
  onOpen?: (() => void) | undefined;
}) {
  const { translate } = useTranslation();
  const search = useSearch();
  const { data: task, complete } = useFragment({ fragment: RelatedTaskFragmentDoc, from: props.task });
  if (!complete) return null;
  const image = props.image ?? task.generatedImage;
  return (
    <Link
      href={taskPath(task.id, search)}
      replace={!props.fromList}
      state={props.fromList ? { fromList: true } : history.state}
      onClick={props.onOpen}
      className={styles.picture}
      title={promptOf(task, translate)}
      aria-label={translate("task.view", { prompt: beginning(promptOf(task, translate)) })}
    >
      {image ? (
        <Thumbnail image={image} onExpired={props.onExpired} />
      ) : (
        <span className={styles.none}>
          {translate(task.imagesRemovedAt ? "image.removed" : `status.${task.status}`)}
        </span>
      )}
    </Link>
  );
}
