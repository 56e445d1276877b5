import type { ReactNode } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import styles from "./Selected.module.css";

/** The bar with the number of selected tasks. `children` are the buttons that act on them. */
export function Selected(props: {
  count: string;
  /** A button that selects more. */
  more?: ReactNode;
  onClear: () => void;
  children: ReactNode;
}) {
  const { translate } = useTranslation();
  const text = translate("list.selected", { count: props.count });
  return (
    <div ref={publishHeight} className={styles.bar} role="toolbar" aria-label={text}>
      <p role="status" className={styles.count}>
        {text}
      </p>
      {props.more}
      <Button kind="quiet" onClick={props.onClear}>
        {translate("list.clearSelection")}
      </Button>
      <div className={styles.actions}>{props.children}</div>
    </div>
  );
}

/**
 * Sets the style variable `--barred` to the height that the bar covers at the window's bottom, so that notices appear
 * above it. The bar is higher up when the list ends within the window.
 */
function publishHeight(bar: HTMLElement | null) {
  if (!bar) return;
  const root = document.documentElement.style;
  const observer = new ResizeObserver(() =>
    root.setProperty("--barred", `${innerHeight - bar.getBoundingClientRect().top - 8}px`),
  );
  observer.observe(bar);
  observer.observe(document.body);
  return () => {
    observer.disconnect();
    root.removeProperty("--barred");
  };
}
