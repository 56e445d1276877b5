import type { ReactNode } from "react";
import styles from "./CheckList.module.css";

/** A named list of checkboxes. `noteOf` returns a note for the end of a choice's line. */
export function CheckList<Choice extends string>(props: {
  name: string;
  choices: readonly Choice[];
  chosen: readonly Choice[];
  nameOf: (choice: Choice) => string;
  noteOf?: (choice: Choice) => ReactNode;
  onChange: (chosen: Choice[]) => void;
}) {
  return (
    <fieldset className={styles.list}>
      <legend className={styles.name}>{props.name}</legend>
      {props.choices.map((choice) => (
        <label key={choice} className={styles.choice}>
          <input
            type="checkbox"
            checked={props.chosen.includes(choice)}
            onChange={({ target }) =>
              props.onChange(
                target.checked ? [...props.chosen, choice] : props.chosen.filter((other) => other !== choice),
              )
            }
          />
          <span className={styles.text}>{props.nameOf(choice)}</span>
          <span className={styles.note}>{props.noteOf?.(choice)}</span>
        </label>
      ))}
    </fieldset>
  );
}
