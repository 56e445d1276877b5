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
  onName: (name: string) => void;
  children?: ReactNode;
}) {
  return (
    <form
      className={styles.naming}
      action={(form) => {
        const name = String(form.get("name")).trim();
        if (name !== "") props.onName(name);
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
