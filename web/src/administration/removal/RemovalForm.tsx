import { type FormEvent, useId, useState } from "react";
import { useErrorText } from "../../connection/useErrorText";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import { useWords } from "../words/useWords";
import styles from "./Removal.module.css";

interface State {
  /** The number of tasks that would be removed, once known. */
  count?: number;
  status?: string;
  busy?: boolean;
  error?: unknown;
}

/**
 * A form for a removal that cannot be undone. `rehearse` counts what would be removed. The reader must then type the
 * number of tasks before `perform` removes them. Both return the text to show.
 */
export function RemovalForm(props: {
  disabled: boolean;
  rehearse: () => Promise<{ count: number; status: string }>;
  /** Calls `report` with a text about the progress. */
  perform: (report: (status: string) => void) => Promise<string>;
  action: (count: string) => string;
}) {
  const { format } = useTranslation();
  const words = useWords();
  const errorText = useErrorText();
  const [{ count, status, busy, error }, setState] = useState<State>({});

  const report = (status: string) => setState((current) => ({ ...current, status }));

  async function run(work: () => Promise<State>) {
    setState((current) => ({ ...current, busy: true, error: undefined }));
    try {
      setState(await work());
    } catch (reason) {
      setState((current) => ({ ...current, busy: false, error: reason }));
    }
  }

  return (
    <div className={styles.steps} aria-busy={busy}>
      <Button disabled={props.disabled || busy} onClick={() => run(props.rehearse)}>
        {words("removal.rehearse")}
      </Button>
      {busy && <progress aria-label={words("removal.busy")} />}
      <p role="status">{status}</p>
      {error !== undefined && <p role="alert">{errorText(error)}</p>}
      {count !== undefined && (
        <Confirmation
          count={count}
          action={props.action(format.number(count))}
          disabled={busy ?? false}
          onConfirm={() => run(async () => ({ status: await props.perform(report) }))}
        />
      )}
    </div>
  );
}

function Confirmation(props: { count: number; action: string; disabled: boolean; onConfirm: () => void }) {
  const { format } = useTranslation();
  const words = useWords();
  const id = useId();
  const [typed, setTyped] = useState("");
  const agrees = /\d/.test(typed) && Number(typed.replace(/[\s,.’'  ]/g, "")) === props.count;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (agrees && !props.disabled) props.onConfirm();
  }
  return (
    <form className={styles.confirmation} onSubmit={submit}>
      <label htmlFor={id} className={field.label}>
        {words("removal.type", { count: format.number(props.count) })}
      </label>
      <input
        id={id}
        className={field.input}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button kind="danger" type="submit" disabled={!agrees || props.disabled}>
        {props.action}
      </Button>
    </form>
  );
}
