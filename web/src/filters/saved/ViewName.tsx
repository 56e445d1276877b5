import type { ReactNode } from "react";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import styles from "./SavedViews.module.css";

const maxNameChars = 100;

/** A field for the name of a saved view, with more buttons as children. */
export function ViewName(props: {
  label: string;
  action: string;
  initial?: string;
  /** Called with the name, which remains in the field until `clear` is called: it may be refused. */
  onName: (name: string, clear: () => void) => void;
  children?: ReactNode;
}) {
  return (
    <form
      className={styles.naming}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const name = String(new FormData(form).get("name")).trim();
        if (name !== "") props.onName(name, () => form.reset());
      }}
    >
      <input
        name="name"
        className={field.input}
        aria-label={props.label}
        placeholder={props.label}
        defaultValue={props.initial}
        maxLength={maxNameChars}
        autoComplete="off"
        required
      />
      <Button type="submit">{props.action}</Button>
      {props.children}
    </form>
  );
}
