import { useQuery } from "@apollo/client/react";
import { CircleUserRound } from "lucide-react";
import { lazy, type ReactNode } from "react";
import { useTranslation } from "../i18n/Translation";
import { Popup } from "../ui/Popup";
import { UserMenuDocument } from "./UserMenu.generated";
import styles from "./UserMenu.module.css";

const MenuContent = lazy(() => import("./MenuContent"));

/** The user menu. `more` returns further entries, given a function that closes the menu. */
export function UserMenu({ more }: { more?: (close: () => void) => ReactNode }) {
  const { translate } = useTranslation();
  // Read with the page, so that the menu and the limits of the reader's plan are available at once.
  useQuery(UserMenuDocument);
  return (
    <Popup
      label={translate("menu.open")}
      button={<CircleUserRound size={20} aria-hidden />}
      icon
      align="end"
      className={styles.menu}
    >
      {(close) => <MenuContent close={close}>{more?.(close)}</MenuContent>}
    </Popup>
  );
}
