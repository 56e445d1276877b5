import * as Popover from "@radix-ui/react-popover";
import { CalendarDays, ChevronDown } from "lucide-react";
import { useTranslation } from "../../i18n/Translation";
import { buttonClass } from "../../ui/Button";
import menu from "../../ui/menu.module.css";
import { DateFields, type DateFieldsProps } from "./DateFields";
import styles from "./DateRange.module.css";

export function DateRange(props: DateFieldsProps) {
  const { translate } = useTranslation();
  return (
    <Popover.Root>
      <Popover.Trigger className={buttonClass("plain")}>
        <CalendarDays size={16} aria-hidden />
        {translate("filters.dates")}
        <ChevronDown size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={`${menu.content} ${styles.range}`}
          align="start"
          sideOffset={4}
          aria-label={translate("filters.dates")}
        >
          <DateFields {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
