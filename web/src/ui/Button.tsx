import type { ComponentProps } from "react";
import styles from "./Button.module.css";

export type ButtonKind = "plain" | "primary" | "danger" | "quiet";

/** A button. With `icon` it is square, and named by its `aria-label`, or by `label`, which is also its tooltip. */
export function Button({
  kind = "plain",
  label,
  icon = label !== undefined,
  className = "",
  ...props
}: ComponentProps<"button"> & { kind?: ButtonKind; icon?: boolean; label?: string | undefined }) {
  const classes = `${buttonClass(kind, icon)} ${className}`;
  return <button type="button" className={classes} aria-label={label} title={label} {...props} />;
}

export function buttonClass(kind: ButtonKind, icon = false): string {
  return `${styles.button} ${styles[kind] ?? ""} ${icon ? styles.icon : ""}`;
}
