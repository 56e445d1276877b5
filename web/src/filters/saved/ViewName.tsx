import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import styles from "./SavedViews.module.css";
import { maxNameChars } from "./views";

/** A field for the name of a saved view. */
export function ViewName(props: {
  label: string;
  action: string;
  initial?: string;
  onName: (name: string) => void;
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
    </form>
  );
}
