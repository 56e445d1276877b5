import * as Toast from "@radix-ui/react-toast";
import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Notifications.module.css";

type Notify = (message: string, kind?: "info" | "error") => void;

const NotifyContext = createContext<Notify>(() => undefined);

export const useNotify = () => useContext(NotifyContext);

export function Notifications({ children }: { children: ReactNode }) {
  const { translate } = useTranslation();
  const [notices, setNotices] = useState<{ id: number; message: string; kind: "info" | "error" }[]>([]);

  const notify = useCallback<Notify>((message, kind = "info") => {
    setNotices((others) => [...others.slice(-3), { id: Date.now() + Math.random(), message, kind }]);
  }, []);

  return (
    <NotifyContext value={notify}>
      <Toast.Provider label={translate("title")} swipeDirection="down">
        {children}
        {notices.map(({ id, message, kind }) => (
          <Toast.Root
            key={id}
            className={styles.notice}
            data-kind={kind}
            type={kind === "error" ? "foreground" : "background"}
            duration={kind === "error" ? 10_000 : 4000}
            onOpenChange={(open) => open || setNotices((all) => all.filter((notice) => notice.id !== id))}
          >
            <Toast.Description>{message}</Toast.Description>
            <Toast.Close asChild>
              <Button kind="quiet" icon aria-label={translate("close")}>
                <X size={16} aria-hidden />
              </Button>
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport className={styles.viewport} />
      </Toast.Provider>
    </NotifyContext>
  );
}
