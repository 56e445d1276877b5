import { lazy } from "react";
import type { ConfirmProps } from "./ConfirmDialog";
import { Later } from "./Later";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

/** Asks before what cannot be undone, or was not asked for. */
export function Confirm(props: ConfirmProps) {
  return (
    <Later>
      <ConfirmDialog {...props} />
    </Later>
  );
}
