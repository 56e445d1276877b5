import { type ReactNode, useId } from "react";
import styles from "./Panel.module.css";

/** A titled part of a page, with an action next to the title. */
export function Panel(props: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {props.title}
        </h2>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}
