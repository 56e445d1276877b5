import { useQuery } from "@apollo/client/react";
import { Link, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { Thumbnail } from "../images/Thumbnail";
import { TaskFanDocument } from "./TaskFan.generated";
import styles from "./TaskFan.module.css";
import { taskPath } from "./TaskLink";

/**
 * The images of a task, over its tile: one large, and all of them small below. A pointer over a small one enlarges it,
 * and a press opens it.
 */
export default function TaskFan(props: { id: string; shown: number; onShow: (image: number) => void }) {
  const { translate, format } = useTranslation();
  const search = useSearch();
  const { data, refetch } = useQuery(TaskFanDocument, { variables: { id: props.id } });
  const renew = () => void refetch().catch(() => undefined);
  const images = data?.task?.images ?? [];
  const large = images[props.shown];
  const nameOf = (image: number) => translate("picture.image", { place: format.number(image + 1) });
  return (
    <>
      <span className={styles.large} aria-live="polite">
        {large && <Thumbnail image={large} description={nameOf(props.shown)} eager onExpired={renew} />}
      </span>
      <ul className={styles.small}>
        {images.map((image, place) => (
          <li key={image.thumbnailUrl} data-shown={place === props.shown}>
            <Link
              href={taskPath(props.id, search, place)}
              state={{ fromList: true }}
              tabIndex={-1}
              aria-label={nameOf(place)}
              draggable={false}
              onPointerEnter={() => props.onShow(place)}
            >
              <Thumbnail image={image} eager onExpired={renew} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
