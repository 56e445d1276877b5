import { Download, RotateCcw, Star, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useSearch } from "wouter";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { useStar } from "../stars/useStar";
import { newTaskPath } from "./newTaskPath";
import { beginning } from "./promptOf";
import type { TaskProps } from "./TaskProps";
import styles from "./TileActions.module.css";

/** The actions on a task under a mouse. Keys do the same, so Tab goes from tile to tile. */
export function TileActions(
  props: Pick<TaskProps, "id" | "onDownload" | "onDelete"> & {
    prompt: string;
    hasPicture: boolean;
    isRemovable: boolean;
    isStarred: boolean;
  },
) {
  const { translate } = useTranslation();
  const search = useSearch();
  const star = useStar();
  const name = (action: MessageKey) => ({
    title: translate(action),
    "aria-label": `${translate(action)}: ${beginning(props.prompt)}`,
  });
  const button = (action: MessageKey, icon: ReactNode, run: () => void) => (
    <button type="button" tabIndex={-1} className={styles.action} {...name(action)} onClick={run}>
      {icon}
    </button>
  );
  return (
    <div className={styles.actions}>
      {button(
        props.isStarred ? "star.remove" : "star.add",
        <Star size={16} fill={props.isStarred ? "currentColor" : "none"} aria-hidden />,
        () => void star([props.id], !props.isStarred),
      )}
      <Link
        href={newTaskPath(search, props.id)}
        state={{ fromPage: true }}
        tabIndex={-1}
        className={styles.action}
        draggable={false}
        {...name("lineage.again")}
      >
        <RotateCcw size={16} aria-hidden />
      </Link>
      {props.hasPicture &&
        button("picture.download", <Download size={16} aria-hidden />, () => props.onDownload?.(props.id))}
      {props.isRemovable &&
        button("task.delete", <Trash2 size={16} aria-hidden />, () => props.onDelete(props.id))}
    </div>
  );
}
