import { ChevronUp, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { NextSteps } from "../lineage/NextSteps";
import { TaskLineage } from "../lineage/TaskLineage";
import { beginning, promptOf } from "../tasks/promptOf";
import { useReadOnly } from "../tasks/readOnly";
import { StatusBadge } from "../tasks/StatusBadge";
import { Button } from "../ui/Button";
import { copyText } from "../ui/copyText";
import { useNotify } from "../ui/Notifications";
import styles from "./DetailsPanel.module.css";
import { ImageStrip } from "./ImageStrip";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";
import { useShownImage } from "./useShownImage";

/** Characters above which a prompt is shortened until it is unfolded. */
const longPromptChars = 400;

/** The details of a task, beside its picture or, on a phone, in a sheet below it. */
export function DetailsPanel(props: { task: TaskPicture_TaskFragment; open: boolean; onToggle: () => void }) {
  const readOnly = useReadOnly();
  const { translate } = useTranslation();
  const { task, open } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard does only where the focus is
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
        {task.errorMessage && (
          <p className={styles.error} dir="auto">
            {translate("task.error", { message: task.errorMessage })}
          </p>
        )}
        {task.images.length > 1 && <ImageStrip task={task} />}
        <Prompt task={task} />
        {!readOnly && <TaskLineage id={task.id} />}
        <Details task={task} />
      </div>
    </section>
  );
}

function Prompt({ task }: { task: TaskPicture_TaskFragment }) {
  const readOnly = useReadOnly();
  const { translate } = useTranslation();
  const notify = useNotify();
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
        {task.prompt && (
          <Button
            kind="quiet"
            onClick={async () => (await copyText(task.prompt)) && notify(translate("picture.copied"))}
          >
            <Copy size={16} aria-hidden />
            {translate("picture.copyPrompt")}
          </Button>
        )}
        {!readOnly && <NextSteps id={task.id} hasPicture={task.generatedImage !== null} image={shown} />}
      </div>
    </>
  );
}

function Details({ task }: { task: TaskPicture_TaskFragment }) {
  const { translate, format } = useTranslation();
  const { image: result } = useShownImage(task);
  const image = result ?? task.generatedImage ?? task.originalImage;
  const details = [
    [translate("detail.type"), translate(`type.${task.taskType}`)],
    [translate("detail.model"), task.modelVersion],
    [translate("detail.ratio"), task.aspectRatio],
    [translate("detail.createdAt"), format.dateTime(task.createdAt)],
    [translate("detail.completedAt"), task.completedAt && format.dateTime(task.completedAt)],
    [translate("detail.imagesRemovedAt"), task.imagesRemovedAt && format.dateTime(task.imagesRemovedAt)],
    [translate("detail.promptRemovedAt"), task.promptRemovedAt && format.dateTime(task.promptRemovedAt)],
    [translate("detail.duration"), task.generationTimeMs !== null && format.duration(task.generationTimeMs)],
    [translate("detail.tokens"), format.number(task.tokensUsed)],
    [translate("detail.credits"), format.number(task.creditsDeducted)],
    [
      translate("detail.size"),
      image?.width &&
        image.height &&
        `${image.width} × ${image.height}${image.size ? ` · ${format.size(image.size)}` : ""}`,
    ],
    [translate("detail.id"), task.id],
  ] as const;
  return (
    <dl className={styles.details}>
      {details.map(([name, value]) =>
        value ? (
          <div key={name} className={styles.detail}>
            <dt className={styles.name}>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
