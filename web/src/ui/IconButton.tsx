import type { ReactNode } from "react";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { Button } from "./Button";

/** A quiet button with an icon, its name as a tooltip, and the keys that do the same. */
export function IconButton({
  name,
  keys,
  pressed,
  ...props
}: {
  name: MessageKey;
  keys?: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  const { translate } = useTranslation();
  return (
    <Button kind="quiet" label={translate(name)} aria-keyshortcuts={keys} aria-pressed={pressed} {...props} />
  );
}
