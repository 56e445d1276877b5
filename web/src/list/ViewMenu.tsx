import { LayoutGrid, List } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "../i18n/Translation";
import { Popup } from "../ui/Popup";
import { useView } from "./useView";
import styles from "./ViewMenu.module.css";

const ViewChoices = lazy(() => import("./ViewChoices"));

/** A button that opens the choices of how tasks are shown. */
export function ViewMenu() {
  const { translate } = useTranslation();
  const [view] = useView();
  const Icon = view === "gallery" ? LayoutGrid : List;
  return (
    <Popup
      label={translate("list.view")}
      button={<Icon size={18} aria-hidden />}
      icon
      align="end"
      className={styles.menu}
    >
      {() => (
        <Suspense>
          <ViewChoices />
        </Suspense>
      )}
    </Popup>
  );
}
