import { Search } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import field from "../ui/field.module.css";
import { Later } from "../ui/Later";
import styles from "./SearchField.module.css";
import { useSearchInput } from "./useTyping";

const SearchOptions = lazy(() => import("./SearchOptions"));

/** The field's id, for the key that focuses it. */
export const searchId = "search";

/**
 * A field that searches when the reader pauses typing, but not while an input method is composing Chinese.
 */
export function SearchField(props: {
  value: string;
  onChange: (value: string, options: { replace: boolean }) => void;
}) {
  const { translate } = useTranslation();
  const [used, setUsed] = useState(false);
  const input = useSearchInput(props.value, props.onChange);

  return (
    <div className={styles.search}>
      <Search size={16} aria-hidden />
      <input
        id={searchId}
        type="search"
        list="search-options"
        onFocus={() => setUsed(true)}
        className={field.input}
        maxLength={200}
        placeholder={translate("filters.search")}
        aria-label={translate("filters.search")}
        {...input}
      />
      {used && (
        <Later>
          <SearchOptions id="search-options" text={input.value} />
        </Later>
      )}
    </div>
  );
}
