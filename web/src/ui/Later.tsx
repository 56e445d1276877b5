import { Component, type ReactNode, Suspense } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";

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
    <p role="alert">
      {translate("error.network")} <Button onClick={() => location.reload()}>{translate("retry")}</Button>
    </p>
  );
}
