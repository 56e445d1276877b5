import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { useTranslation } from "../i18n/Translation";
import type { TaskType } from "../schema.generated";
import { models, types } from "../tasks/choices";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import { useNotify } from "../ui/Notifications";
import { ImagePicker } from "./ImagePicker";
import styles from "./NewTaskForm.module.css";
import { type Progress, useRecordTask } from "./useRecordTask";

const ratios = ["1:1", "16:9", "9:16", "4:3", "3:4"];

export default function NewTaskForm({ onClose }: { onClose: () => void }) {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  const notify = useNotify();
  const { record, progress } = useRecordTask();
  const [taskType, setTaskType] = useState<TaskType>("IMAGE_GENERATION");
  const [image, setImage] = useState<File>();
  const [problem, setProblem] = useState("");
  const abort = useRef<AbortController>(null);
  const modelNames = useId();

  const busy = progress !== null;
  const cancel = useRef<HTMLButtonElement>(null);
  // The button that has just been pressed takes no more focus.
  useEffect(() => void (busy && cancel.current?.focus()), [busy]);
  useEffect(() => () => abort.current?.abort(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (taskType === "IMAGE_EDIT" && !image) return setProblem(translate("new.imageNeeded"));
    if (!window.isSecureContext) return setProblem(translate("error.secureContext"));
    setProblem("");
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    abort.current = new AbortController();
    const { signal } = abort.current;
    try {
      await record(
        {
          prompt: text("prompt"),
          taskType,
          aspectRatio: text("ratio"),
          modelVersion: text("model"),
          originalImage: image,
          withSample: form.has("sample"),
        },
        signal,
      );
      notify(translate("new.created"));
      onClose();
    } catch (error) {
      if (signal.aborted) notify(translate("new.cancelled"));
      else setProblem(errorText(error));
    }
  }

  return (
    <Modal title={translate("new.title")} description={translate("new.description")} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <fieldset className={styles.fields} disabled={busy}>
          <label className={field.field}>
            <span className={field.label}>{translate("new.prompt")}</span>
            <textarea
              name="prompt"
              // biome-ignore lint/a11y/noAutofocus: the focus of a dialog has to begin somewhere
              autoFocus
              className={field.input}
              rows={3}
              maxLength={10_000}
              required
              placeholder={translate("new.promptPlaceholder")}
            />
          </label>
          <div className={styles.columns}>
            <label className={field.field}>
              <span className={field.label}>{translate("new.type")}</span>
              <select
                className={field.input}
                value={taskType}
                onChange={({ target }) => setTaskType(target.value as TaskType)}
              >
                {types.map((type) => (
                  <option key={type} value={type}>
                    {translate(`type.${type}`)}
                  </option>
                ))}
              </select>
            </label>
            <label className={field.field}>
              <span className={field.label}>{translate("new.ratio")}</span>
              <select name="ratio" className={field.input}>
                {ratios.map((ratio) => (
                  <option key={ratio}>{ratio}</option>
                ))}
              </select>
            </label>
          </div>
          <label className={field.field}>
            <span className={field.label}>{translate("new.model")}</span>
            <input
              name="model"
              className={field.input}
              list={modelNames}
              defaultValue={models[0]}
              maxLength={50}
              required
            />
            <datalist id={modelNames}>
              {models.map((model) => (
                <option key={model} value={model} />
              ))}
            </datalist>
          </label>
          <ImagePicker image={image} onChange={setImage} />
          <label className={styles.sample}>
            <input type="checkbox" name="sample" defaultChecked />
            <span>
              {translate("new.sample")}
              <span className={field.hint}> {translate("new.sampleHint")}</span>
            </span>
          </label>
        </fieldset>
        {problem && (
          <p className={field.problem} role="alert">
            {problem}
          </p>
        )}
        {progress && <ProgressLine progress={progress} />}
        <div className={modal.actions}>
          <Button ref={cancel} onClick={busy ? () => abort.current?.abort() : onClose}>
            {translate("cancel")}
          </Button>
          <Button kind="primary" type="submit" disabled={busy}>
            {translate("new.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function ProgressLine({ progress }: { progress: Progress }) {
  const { translate, format } = useTranslation();
  return (
    <div className={styles.progress}>
      <p role="status">{translate(`new.${progress.stage}`)}</p>
      {progress.stage === "uploading" ? (
        <>
          <progress max={1} value={progress.sent} aria-label={translate("new.uploading")} />
          {format.percent(progress.sent)}
        </>
      ) : (
        <progress aria-label={translate(`new.${progress.stage}`)} />
      )}
    </div>
  );
}
