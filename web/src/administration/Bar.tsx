import styles from "./Bar.module.css";

/** How much something is of the most there is, for who sees it; it stands beside the number. */
export function Bar({ share }: { share: number }) {
  return <span className={styles.bar} style={{ inlineSize: `${100 * (share || 0)}%` }} aria-hidden />;
}
