import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ConnectionNotice } from "../connection/Connection";
import { useTranslation } from "../i18n/Translation";
import { buttonClass } from "../ui/Button";
import page from "../ui/page.module.css";
import { UserMenu } from "./UserMenu";

/**
 * The frame of a page other than the history: a link back, the title and the user menu, and below them `nav`, the links
 * to its parts.
 */
export function SidePage(props: { title: string; nav?: ReactNode; children: ReactNode }) {
  const { translate } = useTranslation();
  return (
    <>
      <ConnectionNotice />
      <header className={page.header}>
        <Link
          className={buttonClass("quiet", true)}
          href="~/"
          aria-label={translate("picture.toList")}
          title={translate("picture.toList")}
        >
          <ArrowLeft size={18} aria-hidden />
        </Link>
        <h1 className={page.title}>{props.title}</h1>
        <UserMenu />
      </header>
      {props.nav}
      <main className={page.main}>{props.children}</main>
    </>
  );
}
