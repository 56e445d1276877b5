import { Component, type ReactNode, Suspense } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";
import styles from "./Later.module.css";

/** For a part that is loaded when it is needed: says so, and nothing else breaks, when it cannot be. */
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
  return (
    <div role="alert" className={styles.failed}>
      <p>{translate("error.network")}</p>
      <Button onClick={reload}>{translate("retry")}</Button>
    </div>
  );
}

/** Without a network the browser would show a page of its own in the place of this one. */
function reload() {
  if (navigator.onLine) location.reload();
}
