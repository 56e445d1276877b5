import { Coins } from "lucide-react";
import { useLocation, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import styles from "./CreditsButton.module.css";
import { useCredits } from "./useCredits";

/**
 * Shows the available credits, and opens their history. With `closeMenu` it is a menu entry. Renders nothing on a plan
 * without prices.
 */
export function CreditsButton({ closeMenu }: { closeMenu?: () => void }) {
  const { translate, format } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearch();
  const credits = useCredits();
  if (!credits) return null;
  const available = format.number(credits.available);

  return (
    <Button
      kind={closeMenu ? "quiet" : "plain"}
      className={styles.button}
      aria-label={translate("credits.open", { credits: available })}
      title={translate("credits.title")}
      onClick={() => {
        closeMenu?.();
        navigate(`/credits${search && `?${search}`}`, { state: { fromPage: true } });
      }}
    >
      <Coins size={closeMenu ? 16 : 18} aria-hidden />
      <span aria-hidden>
        {closeMenu && `${translate("credits.title")} `}
        {available}
      </span>
    </Button>
  );
}
