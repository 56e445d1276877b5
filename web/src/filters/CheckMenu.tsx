import * as Menu from "@radix-ui/react-dropdown-menu";
import { Check, ChevronDown } from "lucide-react";
import { buttonClass } from "../ui/Button";
import menu from "../ui/menu.module.css";

/** A button that opens a list of choices, any number of which may be on. */
export function CheckMenu<Choice extends string>(props: {
  label: string;
  choices: readonly Choice[];
  chosen: readonly Choice[];
  nameOf: (choice: Choice) => string;
  onChange: (chosen: Choice[]) => void;
}) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={buttonClass("plain")}>
        {props.label}
        <ChevronDown size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Content className={menu.content} align="start" sideOffset={4}>
        {props.choices.map((choice) => (
          <Menu.CheckboxItem
            key={choice}
            className={menu.item}
            checked={props.chosen.includes(choice)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) =>
              props.onChange(
                props.choices.filter((other) => (other === choice ? on : props.chosen.includes(other))),
              )
            }
          >
            <span className={menu.indicator}>
              <Menu.ItemIndicator>
                <Check size={16} aria-hidden />
              </Menu.ItemIndicator>
            </span>
            {props.nameOf(choice)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Content>
    </Menu.Root>
  );
}
