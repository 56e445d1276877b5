import { Columns2, Download } from "lucide-react";
import { Link, useSearch } from "wouter";
import { useDownload } from "../download/Downloads";
import { useTranslation } from "../i18n/Translation";
import { Thumbnail } from "../images/Thumbnail";
import { comparePath, mostCompared } from "../tasks/comparePath";
import { useReadOnly } from "../tasks/readOnly";
import { Button, buttonClass } from "../ui/Button";
import styles from "./ImageStrip.module.css";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";
import { useShownImage } from "./useShownImage";

/** A strip of a task's images to choose the large one from, with a button that downloads all. */
export function ImageStrip({ task }: { task: TaskPicture_TaskFragment }) {
  const { translate, format } = useTranslation();
  const { shown, show } = useShownImage(task);
  const download = useDownload();
  const readOnly = useReadOnly();
  const search = useSearch();
  return (
    <fieldset className={styles.strip}>
      <legend>{translate("picture.images", { count: format.number(task.images.length) })}</legend>
      {task.images.map((image, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change their places
          key={place}
          type="button"
          className={styles.image}
          aria-pressed={place === shown}
          aria-label={translate("picture.image", { place: format.number(place + 1) })}
          onClick={() => show(place)}
        >
          <Thumbnail image={image} />
        </button>
      ))}
      {!readOnly && (
        <Link
          href={`~${comparePath(
            task.images.slice(0, mostCompared).map((_, image) => ({ id: task.id, image })),
            search,
          )}`}
          state={{ fromPage: true }}
          className={`${buttonClass("quiet")} ${styles.all}`}
        >
          <Columns2 size={16} aria-hidden />
          {translate("compare.open")}
        </Link>
      )}
      {!readOnly && (
        <Button kind="quiet" className={styles.all} onClick={() => download([task.id])}>
          <Download size={16} aria-hidden />
          {translate("picture.downloadAll")}
        </Button>
      )}
    </fieldset>
  );
}
