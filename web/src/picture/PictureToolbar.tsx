import * as Dialog from "@radix-ui/react-dialog";
import { ChevronDown, ChevronUp, Copy, Download, X } from "lucide-react";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { downloadImage } from "../images/downloadImage";
import { Button } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { useNotify } from "../ui/Notifications";
import styles from "./PictureToolbar.module.css";
import { type View, views } from "./PictureViewer";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";

const names: Record<View, MessageKey> = {
  original: "task.original",
  result: "task.result",
  both: "picture.sideBySide",
};

export function PictureToolbar(props: {
  task: TaskPicture_TaskFragment | null;
  view: View;
  onView: (view: View) => void;
  neighbours: { previous?: string | undefined; next?: string | undefined };
  onShow: (id: string) => void;
}) {
  const { translate } = useTranslation();
  const notify = useNotify();
  const { task, neighbours } = props;
  const image = props.view === "original" ? task?.originalImage : task?.generatedImage;

  return (
    <header className={styles.toolbar}>
      <Button
        kind="quiet"
        icon
        aria-label={translate("picture.previous")}
        aria-keyshortcuts="ArrowUp"
        disabled={!neighbours.previous}
        onClick={() => neighbours.previous && props.onShow(neighbours.previous)}
      >
        <ChevronUp size={20} aria-hidden />
      </Button>
      <Button
        kind="quiet"
        icon
        aria-label={translate("picture.next")}
        aria-keyshortcuts="ArrowDown"
        disabled={!neighbours.next}
        onClick={() => neighbours.next && props.onShow(neighbours.next)}
      >
        <ChevronDown size={20} aria-hidden />
      </Button>
      {task?.originalImage && task.generatedImage && (
        <Choice
          label={translate("picture.view")}
          values={views}
          chosen={props.view}
          nameOf={(view) => translate(names[view])}
          onChange={props.onView}
        />
      )}
      <span className={styles.space} />
      {task && (
        <Button
          kind="quiet"
          icon
          aria-label={translate("picture.copyPrompt")}
          onClick={async () => {
            await navigator.clipboard.writeText(task.prompt);
            notify(translate("picture.copied"));
          }}
        >
          <Copy size={18} aria-hidden />
        </Button>
      )}
      {task && image && (
        <Button
          kind="quiet"
          icon
          aria-label={translate("picture.download")}
          onClick={() =>
            downloadImage(image.fullUrl, `${task.id}-${props.view}`).catch(() =>
              notify(translate("image.unavailable"), "error"),
            )
          }
        >
          <Download size={18} aria-hidden />
        </Button>
      )}
      <Dialog.Close asChild>
        <Button kind="quiet" icon aria-label={translate("close")}>
          <X size={20} aria-hidden />
        </Button>
      </Dialog.Close>
    </header>
  );
}
