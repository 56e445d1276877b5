import { Search } from "lucide-react";
import { lazy, useEffect, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import field from "../ui/field.module.css";
import { Later } from "../ui/Later";
import styles from "./SearchField.module.css";
import { useTyping } from "./useTyping";

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
  const [text, setText] = useState(props.value);
  const [used, setUsed] = useState(false);
  const typing = useTyping(props.onChange);

  useEffect(() => setText(props.value), [props.value]);

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
        value={text}
        onChange={({ target, nativeEvent }) => {
          setText(target.value);
          if ((nativeEvent as InputEvent).isComposing) typing.hold();
          else typing.type(target.value);
        }}
        onCompositionEnd={({ currentTarget }) => typing.type(currentTarget.value)}
        onKeyDown={({ key }) => key === "Enter" && typing.flush()}
        onBlur={typing.end}
      />
      {used && (
        <Later>
          <SearchOptions id="search-options" text={text} />
        </Later>
      )}
    </div>
  );
}
