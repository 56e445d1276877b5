import { Copy } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { copyText } from "../../ui/copyText";
import field from "../../ui/field.module.css";
import { Panel } from "../../ui/Panel";
import { useWords } from "../words/useWords";
import styles from "./NewSecret.module.css";

/** Shows a secret that cannot be read later, until the reader has saved it. */
export function NewSecret({ secret, onSaved }: { secret: string; onSaved: () => void }) {
  const words = useWords();
  const keep = useId();
  const shown = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  // The pressed button is gone, so the focus moves here; screen readers then read the secret.
  useEffect(() => shown.current?.focus(), []);

  return (
    <Panel title={words("secret.title")}>
      <p id={keep}>{words("secret.keep")}</p>
      <div className={styles.secret}>
        <textarea
          ref={shown}
          className={`${field.input} ${styles.value}`}
          aria-label={words("secret.title")}
          aria-describedby={keep}
          readOnly
          rows={1}
          spellCheck={false}
          value={secret}
          onFocus={({ target }) => target.select()}
        />
        <Button onClick={async () => setCopied(await copyText(secret))}>
          <Copy size={16} aria-hidden />
          {words("secret.copy")}
        </Button>
        <Button kind="primary" onClick={onSaved}>
          {words("secret.done")}
        </Button>
      </div>
      <p role="status">{copied && words("secret.copied")}</p>
    </Panel>
  );
}
