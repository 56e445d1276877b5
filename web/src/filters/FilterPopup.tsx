import { ChevronDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Popup } from "../ui/Popup";
import styles from "./FilterPopup.module.css";

/** A button with a filter's name that opens the filter's fields below it. */
export function FilterPopup(props: { label: string; icon?: LucideIcon; children: ReactNode }) {
  const { label, icon: Icon } = props;
  return (
    <Popup
      label={label}
      className={styles.filter}
      button={
        <>
          {Icon && <Icon size={16} aria-hidden />}
          {label}
          <ChevronDown size={16} aria-hidden />
        </>
      }
    >
      {() => props.children}
    </Popup>
  );
}
