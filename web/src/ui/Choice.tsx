import styles from "./Choice.module.css";

/** A choice of one of a few values: radio buttons that look like tabs. */
export function Choice<Value extends string>(props: {
  label: string;
  values: readonly Value[];
  chosen: Value;
  nameOf: (value: Value) => string;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>{props.label}</legend>
      {props.values.map((value) => (
        <label key={value} className={styles.option}>
          <input
            type="radio"
            name={props.label}
            checked={value === props.chosen}
            onChange={() => props.onChange(value)}
          />
          {props.nameOf(value)}
        </label>
      ))}
    </fieldset>
  );
}
