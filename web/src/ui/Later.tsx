import { Component, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Later.module.css";

/**
 * Surrounds a part of the page that is loaded when needed. If loading fails, it says so, and the rest of the page still
 * works.
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

/** Says that a part failed or, if the error names a module or a preload, that it could not be loaded. */
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

/** Reloads the page unless it is offline, when the browser would replace it by an error page. */
function reload() {
  if (navigator.onLine) location.reload();
}
