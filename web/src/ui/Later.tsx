import { Component, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Later.module.css";

/**
 * Surrounds a part that is loaded when it is needed. If it cannot be loaded, it says so, and the rest of the
 * page goes on.
 */
export class Later extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <NotLoaded /> : <Suspense>{this.props.children}</Suspense>;
  }
}

function NotLoaded() {
  const { translate } = useTranslation();
  useEffect(() => {
    window.addEventListener("online", reload);
    return () => window.removeEventListener("online", reload);
  }, []);
  return (
    <div role="alert" className={styles.failed}>
      <p>{translate("error.network")}</p>
      <Button onClick={reload}>{translate("retry")}</Button>
    </div>
  );
}

/** Reloads the page, but not without a network: the browser would show its own error page instead. */
function reload() {
  if (navigator.onLine) location.reload();
}
