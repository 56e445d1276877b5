import { ArrowUp } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import styles from "./TaskList.module.css";

/** Leads to the newest tasks, when some have appeared or the list does not begin with them. */
export function Newest(props: { appeared: number; fromNewest: boolean; onShow: () => Promise<void> }) {
  const { translate, format } = useTranslation();
  if (props.appeared === 0 && props.fromNewest) return null;
  return (
    <div className={styles.appeared}>
      <Button
        kind="primary"
        onClick={async () => {
          await props.onShow();
          document.getElementById("tasks")?.focus({ preventScroll: true });
          // On the way to another list there is nothing to be seen, and what comes meanwhile would end it.
          scrollTo({ top: 0, behavior: props.fromNewest ? "smooth" : "instant" });
        }}
      >
        <ArrowUp size={16} aria-hidden />
        {props.appeared > 0
          ? translate("list.new", { count: format.number(props.appeared) })
          : translate("list.newest")}
      </Button>
    </div>
  );
}
