import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import field from "../ui/field.module.css";
import styles from "./SearchField.module.css";

/** Searches once the typing pauses. */
export function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { translate } = useTranslation();
  const [text, setText] = useState(value);
  const timer = useRef<number>(undefined);

  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className={styles.search}>
      <Search size={16} aria-hidden />
      <input
        type="search"
        className={field.input}
        maxLength={200}
        placeholder={translate("filters.search")}
        aria-label={translate("filters.search")}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          clearTimeout(timer.current);
          timer.current = window.setTimeout(() => onChange(target.value), 300);
        }}
      />
    </div>
  );
}
