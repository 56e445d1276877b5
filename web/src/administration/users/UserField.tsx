import { Search } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import { useWords } from "../words/useWords";
import styles from "./User.module.css";

const uuid = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i;

/** A field for a user's id. `onChange` is called with the id as the API writes it, or with an empty text. */
export function UserField(props: { label: string; value?: string; onChange: (id: string) => void }) {
  const words = useWords();
  const { value = "" } = props;
  const id = useId();
  const [text, setText] = useState(value);
  const [refused, setRefused] = useState(false);
  useEffect(() => setText(value), [value]);

  function find(text: string) {
    const typed = text.trim().toLowerCase();
    const accepted = uuid.test(typed);
    setRefused(!accepted && typed !== "");
    if (accepted)
      props.onChange(
        typed.replaceAll("-", "").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
      );
    if (typed === "") props.onChange("");
  }

  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault();
        find(text);
      }}
    >
      <label htmlFor={id} className={field.label}>
        {props.label}
      </label>
      <div className={styles.input}>
        <input
          id={id}
          type="search"
          className={field.input}
          value={text}
          maxLength={100}
          placeholder="00000000-0000-0000-0000-000000000000"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={refused}
          aria-describedby={refused ? `${id}-refused` : undefined}
          onChange={({ target }) => {
            setText(target.value);
            setRefused(false);
            // A complete id, usually pasted, is looked up at once.
            if (uuid.test(target.value.trim())) find(target.value);
          }}
        />
        <Button type="submit" label={words("user.find")}>
          <Search size={18} aria-hidden />
        </Button>
      </div>
      {refused && (
        <p id={`${id}-refused`} role="alert" className={field.problem}>
          {words("user.notAnId")}
        </p>
      )}
    </form>
  );
}
