import { useQuery } from "@apollo/client/react";
import { ChevronUp, Images, Share2 } from "lucide-react";
import { useState } from "react";
import { Details } from "../details/Details";
import { SimilarTasks } from "../finding/SimilarTasks";
import { useTranslation } from "../i18n/Translation";
import { NextSteps } from "../lineage/NextSteps";
import { TaskLineage } from "../lineage/TaskLineage";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { Rating } from "../rating/Rating";
import { beginning, promptOf } from "../tasks/promptOf";
import { useReadOnly } from "../tasks/readOnly";
import { StatusBadge } from "../tasks/StatusBadge";
import { useReason } from "../tasks/useReason";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import styles from "./DetailsPanel.module.css";
import { ImageStrip } from "./ImageStrip";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";
import { useShownImage } from "./useShownImage";

/** Characters above which a prompt is shortened until it is unfolded. */
const longPromptChars = 400;

/** The details of a task, next to its picture or, on a phone, in a sheet below it. */
export function DetailsPanel(props: {
  task: TaskPicture_TaskFragment;
  open: boolean;
  onToggle: () => void;
  /** Puts the task on a board, or shares it; undefined where that is not possible. */
  onPut: (() => void) | undefined;
  onShare: (() => void) | undefined;
}) {
  const readOnly = useReadOnly();
  const { translate, format } = useTranslation();
  const reason = useReason();
  const { task, open } = props;
  const { image } = useShownImage(task);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls only the focused element
    <section className={styles.panel} data-open={open} aria-label={translate("picture.label")} tabIndex={0}>
      <button type="button" className={styles.grip} aria-expanded={open} onClick={props.onToggle}>
        <StatusBadge status={task.status} />
        <span className={styles.excerpt} dir="auto">
          {beginning(promptOf(task, translate), 200)}
        </span>
        <ChevronUp size={18} role="img" aria-label={translate("picture.details")} />
      </button>
      <div className={styles.content}>
        <StatusBadge status={task.status} />
        {task.failureCode && <p className={styles.error}>{reason(task.failureCode)}</p>}
        {task.errorMessage && task.failureCode !== "deadline" && (
          <p className={styles.error} dir="auto">
            {translate("task.error", { message: task.errorMessage })}
          </p>
        )}
        {task.images.length > 1 && <ImageStrip task={task} />}
        <Rating id={task.id} />
        <Prompt task={task} />
        <Sharing task={task} onPut={props.onPut} onShare={props.onShare} />
        {!readOnly && <TaskLineage id={task.id} />}
        {!readOnly && <SimilarTasks id={task.id} />}
        <Details task={task} size={sizeOf(image ?? task.generatedImage ?? task.originalImage, format)} />
      </div>
    </section>
  );
}

function Prompt({ task }: { task: TaskPicture_TaskFragment }) {
  const readOnly = useReadOnly();
  const { translate } = useTranslation();
  const { shown } = useShownImage(task);
  const isLong = task.prompt.length > longPromptChars || task.prompt.split("\n").length > 8;
  const [folded, setFolded] = useState(isLong);
  return (
    <>
      <h2 className={styles.name}>{translate("detail.prompt")}</h2>
      <p className={styles.prompt} data-folded={folded} data-removed={task.prompt === ""} dir="auto">
        {promptOf(task, translate)}
      </p>
      <div className={styles.ways}>
        {isLong && (
          <Button kind="quiet" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {translate(folded ? "picture.unfold" : "picture.fold")}
          </Button>
        )}
        {task.prompt && <CopyButton text={task.prompt} label={translate("picture.copyPrompt")} />}
        {!readOnly && <NextSteps id={task.id} hasPicture={task.generatedImage !== null} image={shown} />}
      </div>
    </>
  );
}

function Sharing(props: {
  task: TaskPicture_TaskFragment;
  onPut: (() => void) | undefined;
  onShare: (() => void) | undefined;
}) {
  const { translate } = useTranslation();
  const canShare = useQuery(UserMenuDocument).data?.viewer.plan.canShare;
  if (!props.onPut) return null;
  return (
    <div className={styles.ways}>
      <Button kind="quiet" aria-keyshortcuts="B" onClick={props.onPut}>
        <Images size={16} aria-hidden />
        {translate("board.add")}
      </Button>
      {canShare && props.task.generatedImage && (
        <Button kind="quiet" onClick={props.onShare}>
          <Share2 size={16} aria-hidden />
          {translate("board.share")}
        </Button>
      )}
    </div>
  );
}

function sizeOf(
  image: TaskPicture_TaskFragment["images"][number] | null,
  format: ReturnType<typeof useTranslation>["format"],
): string | null {
  if (!image?.width || !image.height) return null;
  return `${image.width} × ${image.height}${image.size ? ` · ${format.size(image.size)}` : ""}`;
}
