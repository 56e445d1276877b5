import { useQuery } from "@apollo/client/react";
import {
  BadgeCheck,
  BookOpen,
  Code,
  Images,
  Link2,
  LogOut,
  type LucideIcon,
  ShieldUser,
  TextQuote,
  Trash2,
  Webhook,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { type Language, languages, type MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { signOut } from "../session/session";
import { applyTheme, currentTheme, themes } from "../theme/theme";
import { Button, buttonClass } from "../ui/Button";
import { Choice } from "../ui/Choice";
import { Usage } from "./Usage";
import { UserMenuDocument } from "./UserMenu.generated";
import styles from "./UserMenu.module.css";

const pages: [path: string, icon: LucideIcon, name: MessageKey][] = [
  ["prompts", TextQuote, "menu.prompts"],
  ["boards", Images, "board.title"],
  ["links", Link2, "board.links"],
  ["trash", Trash2, "trash.title"],
  ["verify", BadgeCheck, "menu.verify"],
  ["webhooks", Webhook, "menu.webhooks"],
];

/** The user's plan, the choices for all pages, and links to other pages. `children` are further entries. */
export default function MenuContent(props: { close: () => void; children: ReactNode }) {
  const { translate, language, setLanguage } = useTranslation();
  const { data } = useQuery(UserMenuDocument);
  const [theme, setTheme] = useState(currentTheme);
  return (
    <>
      {data && <Usage viewer={data.viewer} />}
      <p className={styles.heading} aria-hidden>
        {translate("menu.language")}
      </p>
      <Choice
        label={translate("menu.language")}
        values={Object.keys(languages) as Language[]}
        chosen={language}
        nameOf={(one) => languages[one]}
        onChange={setLanguage}
      />
      <p className={styles.heading} aria-hidden>
        {translate("menu.theme")}
      </p>
      <Choice
        label={translate("menu.theme")}
        values={themes}
        chosen={theme}
        nameOf={(one) => translate(`theme.${one}`)}
        onChange={(next) => {
          applyTheme(next);
          setTheme(next);
        }}
      />
      <div className={styles.ways}>
        {data?.viewer.role === "ADMIN" && (
          <Link className={buttonClass("quiet")} href="~/admin" onClick={props.close}>
            <ShieldUser size={16} aria-hidden />
            {translate("menu.administration")}
          </Link>
        )}
        {props.children}
        {pages.map(([path, Icon, name]) => (
          <Link key={path} className={buttonClass("quiet")} href={`~/${path}`} onClick={props.close}>
            <Icon size={16} aria-hidden />
            {translate(name)}
          </Link>
        ))}
        <a className={buttonClass("quiet")} href="/graphiql">
          <Code size={16} aria-hidden />
          {translate("menu.graphiql")}
        </a>
        <a className={buttonClass("quiet")} href="/docs/">
          <BookOpen size={16} aria-hidden />
          {translate("menu.documentation")}
        </a>
        <Button kind="quiet" onClick={signOut}>
          <LogOut size={16} aria-hidden />
          {translate("menu.signOut")}
        </Button>
      </div>
    </>
  );
}
