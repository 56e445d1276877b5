import { Coins } from "lucide-react";
import { lazy } from "react";
import { useLocation, useRoute, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { useBackToList } from "../tasks/useBackToList";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import styles from "./CreditsButton.module.css";
import { useCredits } from "./useCredits";

const CreditsPanel = lazy(() => import("./CreditsPanel"));

/**
 * Shows the available credits, and opens their history, which has an address of its own. Nothing on a plan
 * without prices.
 */
export function CreditsButton() {
  const { translate, format } = useTranslation();
  const [, navigate] = useLocation();
  const [isOpen] = useRoute("/credits");
  const search = useSearch();
  const close = useBackToList();
  const credits = useCredits();
  if (!credits) return null;
  const available = format.number(credits.available);

  return (
    <>
      <Button
        className={styles.button}
        aria-label={translate("credits.open", { credits: available })}
        title={translate("credits.title")}
        onClick={() => navigate(`/credits${search && `?${search}`}`, { state: { fromPage: true } })}
      >
        <Coins size={18} aria-hidden />
        <span aria-hidden>{available}</span>
      </Button>
      {isOpen && (
        <Later>
          <CreditsPanel onClose={close} />
        </Later>
      )}
    </>
  );
}
