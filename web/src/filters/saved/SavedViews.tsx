import { Bookmark } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "../../i18n/Translation";
import { Popup } from "../../ui/Popup";
import styles from "./SavedViews.module.css";

const Views = lazy(() => import("./Views"));

/** A button that opens the saved views. */
export function SavedViews() {
  const { translate } = useTranslation();
  const [renamed, setRenamed] = useState<string>();
  return (
    <Popup
      label={translate("views.open")}
      button={<Bookmark size={18} aria-hidden />}
      icon
      align="end"
      className={styles.views}
      onEscapeKeyDown={(event) => {
        if (renamed === undefined) return;
        event.preventDefault();
        setRenamed(undefined);
      }}
    >
      {(close) => <Views renamed={renamed} setRenamed={setRenamed} onShown={close} />}
    </Popup>
  );
}
