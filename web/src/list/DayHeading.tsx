import { useTranslation } from "../i18n/Translation";
import styles from "./DayHeading.module.css";

/** The id of a day's heading, which is pressed and selected as tasks are by theirs. */
export const dayId = (date: number) => `day-${date}`;

/** The heading of a day, with a checkbox that selects all its tasks. */
export function DayHeading(props: {
  /** In days since 1970. */
  date: number;
  name: string;
  left: number;
  top: number;
  width: number;
  height: number;
  /** How many of its tasks are selected; undefined where none can be. */
  selected: "none" | "some" | "all" | undefined;
  onSelect: (id: string, on: boolean) => void;
}) {
  const { translate } = useTranslation();
  const { date, name, selected } = props;
  return (
    <div
      data-id={dayId(date)}
      className={styles.heading}
      style={{
        translate: `${props.left}px ${props.top}px`,
        width: props.width,
        height: props.height,
      }}
    >
      {selected && (
        <label className={styles.checkbox}>
          <input
            ref={(box) => {
              if (box) box.indeterminate = selected === "some";
            }}
            type="checkbox"
            aria-label={translate("list.selectDay", { day: name })}
            checked={selected === "all"}
            onChange={({ target }) => props.onSelect(dayId(date), target.checked)}
          />
        </label>
      )}
      <h4 className={styles.name}>{name}</h4>
    </div>
  );
}
