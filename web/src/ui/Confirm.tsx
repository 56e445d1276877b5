import { lazy } from "react";
import type { ConfirmProps } from "./ConfirmDialog";
import { Later } from "./Later";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

/** Asks before something that cannot be undone, or that the reader did not ask for. */
export function Confirm(props: ConfirmProps) {
  return (
    <Later>
      <ConfirmDialog {...props} />
    </Later>
  );
}
