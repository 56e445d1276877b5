import type { ComponentProps } from "react";
import styles from "./Button.module.css";

export type ButtonKind = "plain" | "primary" | "danger" | "quiet";

/** A button. With `icon` it is square, and named by its `aria-label`. */
export function Button({
  kind = "plain",
  icon = false,
  className = "",
  ...props
}: ComponentProps<"button"> & { kind?: ButtonKind; icon?: boolean }) {
  return <button type="button" className={`${buttonClass(kind, icon)} ${className}`} {...props} />;
}

export function buttonClass(kind: ButtonKind, icon = false): string {
  return `${styles.button} ${styles[kind] ?? ""} ${icon ? styles.icon : ""}`;
}
