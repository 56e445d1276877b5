import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Notifications.module.css";

type Kind = "info" | "error";
/** An action offered by a notice while it is shown, for `lasts` milliseconds. */
interface Action {
  name: string;
  run: () => void;
  lasts: number;
}
/** Shows a notice, and returns a function that removes it early. */
type Notify = (message: string, kind?: Kind, action?: Action) => () => void;

const NotifyContext = createContext<Notify>(() => () => undefined);

export const useNotify = () => useContext(NotifyContext);

/** Shows notices in a corner, which screen readers announce. Errors are shown longer. */
export function Notifications({ children }: { children: ReactNode }) {
  const { translate } = useTranslation();
  const [notices, setNotices] = useState<
    { id: string; message: string; kind: Kind; action: Action | undefined }[]
  >([]);

  const dismiss = useCallback(
    (id: string) => setNotices((all) => all.filter((notice) => notice.id !== id)),
    [],
  );
  const notify = useCallback<Notify>(
    (message, kind = "info", action) => {
      const id = String(performance.now());
      // A notice with an action is not replaced.
      setNotices((others) => [
        ...others.filter((notice, place) => notice.action || place >= others.length - 3),
        { id, message, kind, action },
      ]);
      setTimeout(() => dismiss(id), action?.lasts ?? (kind === "error" ? 12_000 : 5000));
      return () => dismiss(id);
    },
    [dismiss],
  );

  return (
    <NotifyContext value={notify}>
      {children}
      <div className={styles.notices} aria-live="polite">
        {notices.map(({ id, message, kind, action }) => (
          <div key={id} className={styles.notice} data-notice data-kind={kind}>
            <p>{message}</p>
            {action && (
              <Button
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.name}
              </Button>
            )}
            <Button kind="quiet" icon aria-label={translate("close")} onClick={() => dismiss(id)}>
              <X size={16} aria-hidden />
            </Button>
          </div>
        ))}
      </div>
    </NotifyContext>
  );
}
