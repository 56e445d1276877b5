import { lazy } from "react";
import type { ConfirmProps } from "./ConfirmDialog";
import { Later } from "./Later";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

/** Asks before an action that cannot be undone or that the reader did not request. */
export function Confirm(props: ConfirmProps) {
  return (
    <Later>
      <ConfirmDialog {...props} />
    </Later>
  );
}
