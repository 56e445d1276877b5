import type { FragmentType } from "@apollo/client";
import { useFragment } from "@apollo/client/react";
import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import { hasEnded } from "../tasks/ended";
import { CopyButton } from "../ui/CopyButton";
import { Deadline } from "./Deadline";
import { type Details_TaskFragment, Details_TaskFragmentDoc } from "./Details.generated";
import styles from "./Details.module.css";
import { GivenValues } from "./GivenValues";

/** The properties of a task other than its prompt and images. `size` is the shown image's. */
export function Details(props: { task: FragmentType<Details_TaskFragment>; size: string | null }) {
  const { translate } = useTranslation();
  const { data: task, complete } = useFragment({ fragment: Details_TaskFragmentDoc, from: props.task });
  if (!complete) return null;
  return (
    <>
      {!hasEnded(task) && task.onlyServiceEnds && (
        <p className={styles.note}>{translate("cancel.onlyService")}</p>
      )}
      <GivenValues title={translate("detail.parameters")} values={task.parameters} />
      <Facts task={task} size={props.size} />
      <GivenValues title={translate("detail.metadata")} values={task.metadata} />
    </>
  );
}

function Facts({ task, size }: { task: Details_TaskFragment; size: string | null }) {
  const { translate, format } = useTranslation();
  const money = useMoney();
  const time = (instant: string | null) => instant && format.dateTime(instant);
  const ended = hasEnded(task);
  const facts = [
    { name: "type", value: translate(`type.${task.taskType}`) },
    { name: "model", value: task.modelVersion },
    { name: "ratio", value: task.aspectRatio },
    { name: "size", value: size },
    { name: "createdAt", value: time(task.createdAt) },
    { name: "startedAt", value: time(task.startedAt) },
    { name: "deadline", value: !ended && task.deadline && <Deadline at={task.deadline} /> },
    { name: "completedAt", value: time(task.completedAt) },
    { name: "imagesRemovedAt", value: time(task.imagesRemovedAt) },
    { name: "promptRemovedAt", value: time(task.promptRemovedAt) },
    { name: "duration", value: task.generationTimeMs !== null && format.duration(task.generationTimeMs) },
    { name: "tokens", value: <Tokens {...task} /> },
    {
      name: "credits",
      value:
        !ended && task.creditsHeld > 0
          ? translate("detail.creditsHeld", { credits: format.number(task.creditsHeld) })
          : format.number(task.creditsDeducted),
    },
    { name: "cost", value: task.cost !== null && money.exact(task.cost) },
    { name: "externalId", value: task.externalId, copied: task.externalId },
    { name: "id", value: task.id, copied: task.id },
  ] as const;
  return (
    <dl className={styles.details}>
      {facts.map(({ name, value, ...rest }) => {
        const label = translate(`detail.${name}`);
        const copied = "copied" in rest ? rest.copied : null;
        return value ? (
          <div key={name} className={styles.detail} data-copied={Boolean(copied)}>
            <dt className={styles.name}>{label}</dt>
            <dd>{value}</dd>
            {copied && (
              <dd>
                <CopyButton icon text={copied} label={translate("copy.one", { name: label })} />
              </dd>
            )}
          </div>
        ) : null;
      })}
    </dl>
  );
}

function Tokens({ tokensUsed, inputTokens, outputTokens }: Details_TaskFragment) {
  const { translate, format } = useTranslation();
  const total = format.number(tokensUsed);
  if (inputTokens === null || outputTokens === null) return total;
  return translate("detail.tokensOf", {
    total,
    input: format.number(inputTokens),
    output: format.number(outputTokens),
  });
}
