import * as Popover from "@radix-ui/react-popover";
import { ChevronDown } from "lucide-react";
import { useTranslation } from "../../i18n/Translation";
import { buttonClass } from "../../ui/Button";
import menu from "../../ui/menu.module.css";
import styles from "../dates/DateRange.module.css";
import { ModelList, type ModelListProps } from "./ModelList";

export function ModelFilter(props: ModelListProps) {
  const { translate } = useTranslation();
  return (
    <Popover.Root>
      <Popover.Trigger className={buttonClass("plain")}>
        {translate("filters.model")}
        <ChevronDown size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={`${menu.content} ${styles.range} ${styles.models}`}
          align="start"
          sideOffset={4}
          aria-label={translate("filters.model")}
        >
          <ModelList {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
