import { ArrowUp } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import styles from "./TaskList.module.css";

/** A button that shows the newest tasks, when new ones have appeared or the list begins further down. */
export function Newest(props: { appeared: number; fromNewest: boolean; onShow: () => Promise<void> }) {
  const { translate, format } = useTranslation();
  if (props.appeared === 0 && props.fromNewest) return null;
  return (
    <div className={styles.appeared}>
      <button
        type="button"
        onClick={async () => {
          await props.onShow();
          document.getElementById("tasks")?.focus({ preventScroll: true });
          // To another list, a smooth scroll would pass empty space, and loading tasks would interrupt it.
          scrollTo({ top: 0, behavior: props.fromNewest ? "smooth" : "instant" });
        }}
      >
        <span className={styles.pill}>
          <ArrowUp size={16} aria-hidden />
          {props.appeared > 0
            ? translate("list.new", { count: format.number(props.appeared) })
            : translate("list.newest")}
        </span>
      </button>
    </div>
  );
}
