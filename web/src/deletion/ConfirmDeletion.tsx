import { useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";

export function ConfirmDeletion(props: {
  ids: string[];
  listed: string[];
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { translate, format } = useTranslation();
  const count = props.ids.length;
  const neighbour = useRef<string>(null);
  if (count === 0) return null;
  return (
    <Confirm
      title={
        count === 1
          ? translate("delete.title")
          : translate("delete.titleMany", { count: format.number(count) })
      }
      description={translate("delete.description")}
      action={translate("delete.confirm")}
      onClose={props.onClose}
      onConfirm={() => {
        neighbour.current = `view-${neighbourOf(props.ids, props.listed)}`;
        props.onConfirm();
      }}
      onClosed={() => {
        if (neighbour.current === null) return;
        // The button that asked is gone with its task.
        const next = document.getElementById(neighbour.current) ?? document.querySelector("[id^=view-]");
        (next as HTMLElement | null)?.focus({ preventScroll: true });
        if (document.activeElement === document.body) document.getElementById("tasks")?.focus();
        neighbour.current = null;
      }}
    />
  );
}

/** The task that takes the place of those deleted. */
function neighbourOf(ids: string[], listed: string[]): string | undefined {
  const place = listed.findIndex((id) => ids.includes(id));
  return listed.slice(place).find((id) => !ids.includes(id)) ?? listed.slice(0, Math.max(place, 0)).at(-1);
}
