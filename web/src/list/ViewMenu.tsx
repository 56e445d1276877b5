import { LayoutGrid, List } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Choice } from "../ui/Choice";
import { Popup } from "../ui/Popup";
import { sizes, useSize, useView, views } from "./useView";
import styles from "./ViewMenu.module.css";

/** A button that opens the choices of how the tasks are shown. */
export function ViewMenu() {
  const { translate } = useTranslation();
  const [view, setView] = useView();
  const [size, setSize] = useSize();
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
        <>
          <Choice
            label={translate("list.view")}
            values={views}
            chosen={view}
            nameOf={(one) => translate(`view.${one}`)}
            onChange={setView}
          />
          {view === "gallery" && (
            <Choice
              label={translate("list.size")}
              values={sizes}
              chosen={size}
              nameOf={(one) => translate(`size.${one}`)}
              onChange={setSize}
            />
          )}
        </>
      )}
    </Popup>
  );
}
