import { Copy } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../ui/Button";
import { copyText } from "../ui/copyText";
import field from "../ui/field.module.css";
import styles from "./NewAddress.module.css";
import { useWords } from "./words/useWords";

/** Shows an address that cannot be read later, to be copied; `about` says so. */
export function NewAddress({ address, about }: { address: string; about: string }) {
  const words = useWords();
  const id = useId();
  const shown = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  // The pressed button is gone, so the focus moves here; screen readers then read the address.
  useEffect(() => shown.current?.focus(), []);
  return (
    <div className={styles.made}>
      <p id={id}>{about}</p>
      <div className={styles.address}>
        <input
          ref={shown}
          className={field.input}
          aria-label={words("address")}
          aria-describedby={id}
          readOnly
          value={address}
          onFocus={({ target }) => target.select()}
        />
        <Button kind="primary" onClick={async () => setCopied(await copyText(address))}>
          <Copy size={16} aria-hidden />
          {words("copy")}
        </Button>
      </div>
      <p role="status" className={field.hint}>
        {copied && words("copied")}
      </p>
    </div>
  );
}
