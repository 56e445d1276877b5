import * as Popover from "@radix-ui/react-popover";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { models } from "../tasks/choices";
import { buttonClass } from "../ui/Button";
import field from "../ui/field.module.css";
import menu from "../ui/menu.module.css";
import styles from "./DateRange.module.css";

/** Models are names that others choose: the usual ones are suggested, any may be typed. */
export function ModelFilter({
  chosen,
  onChange,
}: {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const { translate } = useTranslation();
  const [open, setOpen] = useState(false);
  const suggestions = useId();
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={buttonClass("plain")}>
        {translate("filters.model")}
        <ChevronDown size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={`${menu.content} ${styles.range}`}
          align="start"
          sideOffset={4}
          aria-label={translate("filters.model")}
        >
          <form
            action={(form) => {
              const model = String(form.get("model")).trim();
              if (model !== "") onChange([...new Set([...chosen, model])]);
              setOpen(false);
            }}
          >
            <label className={field.field}>
              <span className={field.label}>{translate("filters.model")}</span>
              <input
                name="model"
                className={field.input}
                list={suggestions}
                maxLength={50}
                autoComplete="off"
              />
            </label>
            <datalist id={suggestions}>
              {models.map((model) => (
                <option key={model} value={model} />
              ))}
            </datalist>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
