import { type FormEvent, lazy, useEffect, useEffectEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useErrorText } from "../connection/useErrorText";
import { TaskPrice } from "../credits/TaskPrice";
import { useTranslation } from "../i18n/Translation";
import { OriginOfDraft } from "../lineage/OriginOfDraft";
import { taskPath } from "../tasks/TaskLink";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { Later } from "../ui/Later";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import { useNotify } from "../ui/Notifications";
import { ImagePicker } from "./ImagePicker";
import styles from "./NewTaskForm.module.css";
import { RecordingProgress } from "./RecordingProgress";
import { RepeatedValues } from "./RepeatedValues";
import { TaskFields } from "./TaskFields";
import type { Drafting, Origin } from "./useDraft";
import { useImageProblems } from "./useImageProblems";
import { useRecordTask } from "./useRecordTask";
import { useRepeatedTask } from "./useRepeatedTask";

const AlreadyMade = lazy(() => import("../finding/AlreadyMade"));

/**
 * The form that records the draft, once for each of its images. Esc cancels a recording. Otherwise it closes the form,
 * and the draft remains.
 */
export default function NewTaskForm(props: {
  from: Origin | undefined;
  drafting: Drafting;
  onClose: () => void;
}) {
  const { translate } = useTranslation();
  const errorText = useErrorText();
  const notify = useNotify();
  const [, navigate] = useLocation();
  const { draft, change, addImages, removeImage, discard, finish } = props.drafting;
  const { record, progress } = useRecordTask();
  const images = useImageProblems(draft.images);
  const [problem, setProblem] = useState("");
  const abort = useRef<AbortController>(null);
  useRepeatedTask(props.from, props.drafting);
  const begin = useEffectEvent((prompt: unknown) => {
    if (typeof prompt === "string" && draft.prompt === "") change({ prompt });
  });
  useEffect(() => begin(history.state?.prompt), []);

  const busy = progress !== null;
  const isBlank = draft.prompt === "" && draft.images.length === 0;
  const cancel = useRef<HTMLButtonElement>(null);
  // The button that had the focus is disabled now.
  useEffect(() => void (busy && cancel.current?.focus()), [busy]);
  useEffect(() => () => abort.current?.abort(), []);
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [busy]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const found =
      images.problem ||
      (draft.taskType === "IMAGE_EDIT" &&
        draft.images.length === 0 &&
        draft.from?.way !== "edit" &&
        translate("new.imageNeeded")) ||
      (!window.isSecureContext && translate("error.secureContext"));
    setProblem(found || "");
    if (found) return;
    abort.current = new AbortController();
    const { signal } = abort.current;
    try {
      let id = "";
      for (const image of draft.images.length > 0 ? draft.images : [undefined]) {
        id = await record(draft, image, signal);
        if (image) removeImage(image);
      }
      const run = () => navigate(taskPath(id, location.search.slice(1)), { state: { fromList: true } });
      notify(translate("new.created"), "info", { name: translate("new.view"), run, lasts: 8000 });
      finish();
      props.onClose();
    } catch (error) {
      if (signal.aborted) notify(translate("new.cancelled"));
      else setProblem(errorText(error));
    }
  }

  function leave() {
    if (busy) return abort.current?.abort();
    if (!isBlank) discard();
    props.onClose();
  }

  return (
    <Modal
      title={translate("new.title")}
      description={translate("new.description")}
      onClose={busy ? leave : props.onClose}
    >
      <form className={styles.form} onSubmit={submit}>
        <fieldset className={styles.fields} disabled={busy}>
          <TaskFields draft={draft} onChange={change} taskTypes={images.taskTypes}>
            <Later>
              <AlreadyMade prompt={draft.prompt} image={draft.images[0]} />
            </Later>
          </TaskFields>
          <RepeatedValues draft={draft} onChange={change} />
          {draft.from && <OriginOfDraft origin={draft.from} onRemove={() => change({ from: undefined })} />}
          <ImagePicker
            images={draft.images}
            problems={images.problems}
            onBroken={images.markBroken}
            onAdd={(added) => {
              setProblem("");
              addImages(added);
            }}
            onRemove={(image) => {
              setProblem("");
              removeImage(image);
            }}
          />
          <label className={styles.sample}>
            <input
              type="checkbox"
              checked={draft.withSample}
              onChange={({ target }) => change({ withSample: target.checked })}
            />
            <span>
              {translate("new.sample")}
              <span className={field.hint}> {translate("new.sampleHint")}</span>
            </span>
          </label>
        </fieldset>
        <TaskPrice
          taskType={draft.taskType}
          images={Math.max(draft.images.length, 1) * (draft.imageCount ?? 1)}
        />
        <div className={modal.actions}>
          {problem && (
            <p className={field.problem} role="alert">
              {problem}
            </p>
          )}
          {progress && <RecordingProgress progress={progress} />}
          <Button ref={cancel} onClick={leave}>
            {translate(busy || isBlank ? "cancel" : "new.discard")}
          </Button>
          <Button kind="primary" type="submit" disabled={busy}>
            {translate("new.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
