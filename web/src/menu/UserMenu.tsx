import { useQuery } from "@apollo/client/react";
import * as Menu from "@radix-ui/react-dropdown-menu";
import { Check, CircleUserRound, Code, LogOut } from "lucide-react";
import { useState } from "react";
import { languages } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { signOut } from "../session";
import { applyTheme, currentTheme } from "../theme";
import { buttonClass } from "../ui/Button";
import menu from "../ui/menu.module.css";
import { Usage } from "./Usage";
import { UserMenuDocument } from "./UserMenu.generated";
import styles from "./UserMenu.module.css";

export function UserMenu() {
  const { translate, language, setLanguage } = useTranslation();
  const { data } = useQuery(UserMenuDocument);
  const [theme, setTheme] = useState(currentTheme);

  return (
    <Menu.Root>
      <Menu.Trigger className={buttonClass("plain", true)} aria-label={translate("menu.open")}>
        <CircleUserRound size={20} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className={`${menu.content} ${styles.menu}`} align="end" sideOffset={6}>
          {data && <Usage viewer={data.viewer} />}
          <Menu.Separator className={menu.separator} />
          <Menu.Label className={menu.heading}>{translate("menu.language")}</Menu.Label>
          <Choices
            names={languages}
            chosen={language}
            onChange={(next) => {
              setLanguage(next);
            }}
          />
          <Menu.Separator className={menu.separator} />
          <Menu.Label className={menu.heading}>{translate("menu.theme")}</Menu.Label>
          <Choices
            names={{
              system: translate("theme.system"),
              light: translate("theme.light"),
              dark: translate("theme.dark"),
            }}
            chosen={theme}
            onChange={(next) => {
              applyTheme(next);
              setTheme(next);
            }}
          />
          <Menu.Separator className={menu.separator} />
          <Menu.Item className={menu.item} asChild>
            <a href="/graphiql">
              <span className={menu.indicator}>
                <Code size={16} aria-hidden />
              </span>
              {translate("menu.graphiql")}
            </a>
          </Menu.Item>
          <Menu.Item className={menu.item} onSelect={signOut}>
            <span className={menu.indicator}>
              <LogOut size={16} aria-hidden />
            </span>
            {translate("menu.signOut")}
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Choices<Value extends string>(props: {
  names: Record<Value, string>;
  chosen: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <Menu.RadioGroup value={props.chosen} onValueChange={(value) => props.onChange(value as Value)}>
      {(Object.keys(props.names) as Value[]).map((value) => (
        <Menu.RadioItem key={value} value={value} className={menu.item}>
          <span className={menu.indicator}>
            <Menu.ItemIndicator>
              <Check size={16} aria-hidden />
            </Menu.ItemIndicator>
          </span>
          {props.names[value]}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
