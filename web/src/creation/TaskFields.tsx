import type { TaskType } from "@task-record/client/schema.generated";
import { type ReactNode, useId } from "react";
import { useTranslation } from "../i18n/Translation";
import { models, types } from "../tasks/choices";
import field from "../ui/field.module.css";
import styles from "./NewTaskForm.module.css";
import type { Draft } from "./useDraft";

const ratios = ["1:1", "16:9", "9:16", "4:3", "3:4"];

/** The fields of a task, except its images. */
export function TaskFields(props: {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  /** The types in the reader's plan. While the plan is unknown, undefined: all are offered. */
  taskTypes: TaskType[] | undefined;
  /** Shown below the prompt. */
  children: ReactNode;
}) {
  const { translate } = useTranslation();
  const { draft, onChange, taskTypes = types } = props;
  const modelNames = useId();
  return (
    <>
      <label className={field.field}>
        <span className={field.label}>{translate("new.prompt")}</span>
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the focus of a dialog has to begin somewhere
          autoFocus
          dir="auto"
          className={field.input}
          rows={3}
          maxLength={10_000}
          required
          placeholder={translate("new.promptPlaceholder")}
          value={draft.prompt}
          onChange={({ target }) => onChange({ prompt: target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      {props.children}
      <div className={styles.columns}>
        <label className={field.field}>
          <span className={field.label}>{translate("new.type")}</span>
          <select
            className={field.input}
            value={draft.taskType}
            onChange={({ target }) => onChange({ taskType: target.value as TaskType })}
          >
            {types.map((type) => (
              <option key={type} value={type} disabled={!taskTypes.includes(type)}>
                {translate(`type.${type}`)}
              </option>
            ))}
          </select>
        </label>
        <label className={field.field}>
          <span className={field.label}>{translate("new.ratio")}</span>
          <select
            name="ratio"
            className={field.input}
            value={draft.aspectRatio}
            onChange={({ target }) => onChange({ aspectRatio: target.value })}
          >
            {[...new Set([...ratios, draft.aspectRatio])].map((ratio) => (
              <option key={ratio}>{ratio}</option>
            ))}
          </select>
        </label>
      </div>
      <label className={field.field}>
        <span className={field.label}>{translate("new.model")}</span>
        <input
          className={field.input}
          list={modelNames}
          maxLength={200}
          required
          value={draft.modelVersion}
          onChange={({ target }) => onChange({ modelVersion: target.value })}
        />
        <datalist id={modelNames}>
          {models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </label>
    </>
  );
}
