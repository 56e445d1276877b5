import { Component, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Later.module.css";

/**
 * Surrounds a part that is loaded when it is needed. If it cannot be loaded, it says so, and the rest of the
 * page goes on.
 */
export class Later extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return "error" in this.state ? (
      <Failed error={this.state.error} />
    ) : (
      <Suspense>{this.props.children}</Suspense>
    );
  }
}

/** Says that a part could not be loaded, if the error names a module or a preload, or that it failed. */
function Failed({ error }: { error: unknown }) {
  const { translate } = useTranslation();
  useEffect(() => {
    window.addEventListener("online", reload);
    return () => window.removeEventListener("online", reload);
  }, []);
  return (
    <div role="alert" className={styles.failed}>
      <p>{translate(/module|preload/i.test(String(error)) ? "error.network" : "error.unknown")}</p>
      <Button onClick={reload}>{translate("retry")}</Button>
    </div>
  );
}

/** Reloads the page, but not without a network: the browser would show its own error page instead. */
function reload() {
  if (navigator.onLine) location.reload();
}
