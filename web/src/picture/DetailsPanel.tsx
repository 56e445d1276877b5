import { useTranslation } from "../i18n/Translation";
import { StatusBadge } from "../tasks/StatusBadge";
import styles from "./DetailsPanel.module.css";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";

export function DetailsPanel({ task }: { task: TaskPicture_TaskFragment }) {
  const { translate, format } = useTranslation();
  const image = task.generatedImage ?? task.originalImage;
  const details = [
    [translate("detail.type"), translate(`type.${task.taskType}`)],
    [translate("detail.model"), task.modelVersion],
    [translate("detail.ratio"), task.aspectRatio],
    [translate("detail.createdAt"), format.dateTime(task.createdAt)],
    [translate("detail.completedAt"), task.completedAt && format.dateTime(task.completedAt)],
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard does only where the focus is
    <section className={styles.panel} aria-label={translate("picture.label")} tabIndex={0}>
      <StatusBadge status={task.status} />
      {task.errorMessage && (
        <p className={styles.error}>{translate("task.error", { message: task.errorMessage })}</p>
      )}
      <h2 className={styles.name}>{translate("detail.prompt")}</h2>
      <p className={styles.prompt}>{task.prompt}</p>
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
    </section>
  );
}
