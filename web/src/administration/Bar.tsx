import styles from "./Bar.module.css";

/**
 * A bar whose length is a share of the largest value. The number itself stands beside it, so readers who
 * cannot see the bar miss nothing.
 */
export function Bar({ share }: { share: number }) {
  return <span className={styles.bar} style={{ inlineSize: `${100 * (share || 0)}%` }} aria-hidden />;
}
