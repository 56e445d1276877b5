import styles from "./Bar.module.css";

/** A bar whose length is a share of the largest value. The number is shown next to it, for screen readers too. */
export function Bar({ share }: { share: number }) {
  return <span className={styles.bar} style={{ inlineSize: `${100 * (share || 0)}%` }} aria-hidden />;
}
