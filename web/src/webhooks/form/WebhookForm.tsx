import type { WebhookEventType } from "@task-record/client/schema.generated";
import { type FormEvent, useId, useState } from "react";
import { CheckList } from "../../filters/CheckList";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import { Modal } from "../../ui/Modal";
import modal from "../../ui/Modal.module.css";
import { eventTypes, sentAs } from "../eventType";
import { fieldOf, useRefusalText } from "../useRefusalText";
import { useWords } from "../words/useWords";
import styles from "./WebhookForm.module.css";

export interface WebhookFields {
  url: string;
  events: WebhookEventType[];
  allUsers: boolean;
}

/** A form for an address and events and, with `forAll`, for all users' events. An error is shown at its field. */
export function WebhookForm(props: {
  title: string;
  action: string;
  webhook: WebhookFields;
  forAll: boolean;
  onSave: (webhook: WebhookFields) => Promise<void>;
  onClose: () => void;
}) {
  const { translate } = useTranslation();
  const words = useWords();
  const refusalText = useRefusalText();
  const id = useId();
  const [webhook, setWebhook] = useState(props.webhook);
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const { busy, error } = state;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setState({ busy: true });
    try {
      await props.onSave({ ...webhook, url: webhook.url.trim() });
    } catch (reason) {
      setState({ busy: false, error: reason });
    }
  }
  const faulty = error === undefined ? undefined : fieldOf(error);
  const problem = error !== undefined && (
    <p id={`${id}problem`} className={field.problem} role="alert">
      {refusalText(error)}
    </p>
  );

  return (
    <Modal title={props.title} description={words("form.description")} onClose={props.onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <div className={field.field}>
          <label htmlFor={`${id}url`} className={field.label}>
            {words("form.url")}
          </label>
          <input
            // biome-ignore lint/a11y/noAutofocus: the focus of a dialog has to begin somewhere
            autoFocus
            id={`${id}url`}
            className={field.input}
            type="url"
            autoComplete="off"
            maxLength={2000}
            placeholder="https://"
            value={webhook.url}
            aria-invalid={faulty === "url"}
            aria-describedby={`${id}hint ${id}problem`}
            onChange={({ target }) => setWebhook({ ...webhook, url: target.value })}
          />
          <p id={`${id}hint`} className={field.hint}>
            {words("form.urlHint")}
          </p>
          {faulty === "url" && problem}
        </div>
        <div>
          <CheckList
            name={words("form.events")}
            choices={eventTypes}
            chosen={webhook.events}
            nameOf={(type) => words(`event.${type}`)}
            noteOf={(type) => <code>{sentAs(type)}</code>}
            onChange={(events) => setWebhook({ ...webhook, events })}
          />
          {faulty === "events" && problem}
        </div>
        {props.forAll && (
          <label className={styles.all}>
            <input
              type="checkbox"
              checked={webhook.allUsers}
              onChange={({ target }) => setWebhook({ ...webhook, allUsers: target.checked })}
            />
            {words("form.allUsers")}
          </label>
        )}
        <div className={modal.actions}>
          {faulty !== "url" && faulty !== "events" && problem}
          <Button onClick={props.onClose}>{translate("cancel")}</Button>
          <Button kind="primary" type="submit" disabled={busy}>
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
