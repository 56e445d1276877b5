import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { repeatedTask } from "../creation/repeatedTask";
import { lastChoices } from "../creation/useDraft";
import { useRecordTask } from "../creation/useRecordTask";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import { useNotify } from "../ui/Notifications";

/** Asks, and then records tasks again, one after the other, until it is stopped. */
export default function TryAgain({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const { translate, format } = useTranslation();
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const { record } = useRecordTask();
  const [withSample, setWithSample] = useState(() => lastChoices().withSample);
  const [done, setDone] = useState<number>();
  const [problem, setProblem] = useState("");
  const abort = useRef<AbortController>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const count = format.number(ids.length);

  async function run() {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setProblem("");
    let tried = done ?? 0;
    try {
      for (const id of ids.slice(tried)) {
        setDone(tried);
        const task = await repeatedTask(client, id);
        // A deleted task, or one whose prompt has expired, cannot be tried again.
        if (task) await record({ ...task.draft, withSample }, task.image, signal);
        tried += 1;
      }
      notify(translate("failures.tried", { count: format.number(tried) }));
      onClose();
    } catch (error) {
      setDone(tried);
      if (!signal.aborted) setProblem(errorText(error));
    }
    abort.current = null;
  }

  const running = done !== undefined && problem === "" && abort.current !== null;
  return (
    <Modal
      title={translate("failures.tryTitle", { count })}
      description={translate("failures.tryDescription")}
      onClose={onClose}
    >
      <label className={field.field}>
        <span>
          <input
            type="checkbox"
            checked={withSample}
            disabled={running}
            onChange={({ target }) => setWithSample(target.checked)}
          />{" "}
          {translate("new.sample")}
          <span className={field.hint}> {translate("new.sampleHint")}</span>
        </span>
      </label>
      {done !== undefined && (
        <p role="status">
          <progress max={ids.length} value={done} aria-label={translate("failures.tryTitle", { count })} />{" "}
          {translate("failures.trying", { done: format.number(done), count })}
        </p>
      )}
      <div className={modal.actions}>
        {problem && (
          <p className={field.problem} role="alert">
            {problem}
          </p>
        )}
        <Button onClick={onClose}>{translate(running ? "delete.stop" : "cancel")}</Button>
        <Button kind="primary" disabled={running} onClick={run}>
          {translate("failures.tryAgain", { count: format.number(ids.length - (done ?? 0)) })}
        </Button>
      </div>
    </Modal>
  );
}
