import { useApolloClient } from "@apollo/client/react";
import * as Dialog from "@radix-ui/react-dialog";
import { CircleHelp, Download, Info, Maximize, Star, Trash2, X, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { CancelTask } from "../details/CancelTask";
import { createPictureNames } from "../download/pictureNames";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { downloadImage } from "../images/downloadImage";
import { type View, views } from "../stage/Stage";
import type { Zoom } from "../stage/useZoom";
import { promptOf } from "../tasks/promptOf";
import { useReadOnly } from "../tasks/readOnly";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { IconButton } from "../ui/IconButton";
import { useNotify } from "../ui/Notifications";
import { useMediaQuery } from "../ui/useMediaQuery";
import styles from "./PictureToolbar.module.css";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";
import { useShownImage } from "./useShownImage";

const names: Record<View, MessageKey> = {
  result: "task.result",
  original: "task.original",
  slider: "picture.slider",
  sideBySide: "picture.sideBySide",
  hover: "picture.hover",
};

export function PictureToolbar(props: {
  task: TaskPicture_TaskFragment | null;
  view: View;
  onView: (view: View) => void;
  position: { place: number; total: number; atLeast: boolean } | null;
  zoom: Zoom | undefined;
  details: boolean;
  onDetails: () => void;
  onFullScreen: () => void;
  onDelete: () => void;
  onStar: (() => void) | undefined;
  onHelp: () => void;
  children: ReactNode;
}) {
  const { translate, format } = useTranslation();
  const notify = useNotify();
  const client = useApolloClient();
  const readOnly = useReadOnly();
  const touched = useMediaQuery("(hover: none)");
  const { task, position, zoom } = props;
  const kind = props.view === "original" ? "original" : "result";
  const { shown, image: result } = useShownImage(task);
  const image = kind === "original" ? task?.originalImage : (result ?? task?.generatedImage);

  async function download(task: TaskPicture_TaskFragment, image: { fullUrl: string }) {
    const name = createPictureNames()(task.createdAt, promptOf(task, translate));
    if (kind === "original") return downloadImage(image.fullUrl, `${name} ${translate("task.original")}`);
    const { pictureUrls } = await import("../download/pictureUrls");
    const urls = await pictureUrls(client, task.id, []);
    return downloadImage(urls[shown] ?? image.fullUrl, shown > 0 ? `${name} ${shown + 1}` : name);
  }

  return (
    <header className={styles.toolbar}>
      <p className={styles.position} role="status">
        {position &&
          translate(position.atLeast ? "picture.positionAtLeast" : "picture.position", {
            place: format.number(position.place),
            total: format.number(position.total),
          })}
      </p>
      {task?.originalImage && task.generatedImage && (
        <Choice
          label={translate("picture.view")}
          values={views}
          chosen={props.view}
          nameOf={(view) => translate(view === "hover" && touched ? "picture.hold" : names[view])}
          onChange={props.onView}
        />
      )}
      <span className={styles.space} />
      {image && (
        <span className={styles.precise}>
          <IconButton
            name="picture.zoomOut"
            keys="-"
            disabled={!zoom?.zoomed}
            onClick={() => zoom?.zoomOut()}
          >
            <ZoomOut size={18} aria-hidden />
          </IconButton>
          <IconButton name="picture.zoomIn" keys="+" disabled={!zoom} onClick={() => zoom?.zoomIn()}>
            <ZoomIn size={18} aria-hidden />
          </IconButton>
        </span>
      )}
      {document.fullscreenEnabled && (
        <span className={styles.precise}>
          <IconButton name="picture.fullScreen" keys="F" onClick={props.onFullScreen}>
            <Maximize size={18} aria-hidden />
          </IconButton>
        </span>
      )}
      {task && props.onStar && (
        <IconButton name="star.add" keys="S" pressed={task.isStarred} onClick={props.onStar}>
          <Star size={18} fill={task.isStarred ? "currentColor" : "none"} aria-hidden />
        </IconButton>
      )}
      {task && image && (
        <IconButton
          name="picture.download"
          onClick={() => download(task, image).catch(() => notify(translate("image.unavailable"), "error"))}
        >
          <Download size={18} aria-hidden />
        </IconButton>
      )}
      {task && (
        <>
          <CancelTask id={task.id} />
          {!readOnly && !task.trashedAt && (
            <IconButton name="task.delete" keys="Delete" onClick={props.onDelete}>
              <Trash2 size={18} aria-hidden />
            </IconButton>
          )}
          <IconButton name="picture.details" keys="I" pressed={props.details} onClick={props.onDetails}>
            <Info size={18} aria-hidden />
          </IconButton>
        </>
      )}
      <span className={styles.precise}>
        <IconButton name="picture.keys" keys="?" onClick={props.onHelp}>
          <CircleHelp size={18} aria-hidden />
        </IconButton>
      </span>
      <Dialog.Close asChild>
        <Button kind="quiet" label={translate("close")}>
          <X size={20} aria-hidden />
        </Button>
      </Dialog.Close>
      {props.children}
    </header>
  );
}
