import { lazy } from "react";
import { useRoute } from "wouter";
import { useBackToList } from "../tasks/useBackToList";
import { Later } from "../ui/Later";
import { useCredits } from "./useCredits";

const CreditsPanel = lazy(() => import("./CreditsPanel"));

/** The history of credits, over the list, at its own address. Renders nothing on a plan without prices. */
export function CreditsRoute() {
  const [isOpen] = useRoute("/credits");
  const close = useBackToList();
  const credits = useCredits();
  if (!isOpen || !credits) return null;
  return (
    <Later>
      <CreditsPanel onClose={close} />
    </Later>
  );
}
