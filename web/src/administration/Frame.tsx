import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import { useTitle } from "../ui/useTitle";
import styles from "./Administration.module.css";
import { useWords } from "./words/useWords";

const sections = [
  { path: "", name: "overview" },
  { path: "/users", name: "users" },
  { path: "/failures", name: "failures" },
  { path: "/removal", name: "removal" },
  { path: "/audit", name: "audit" },
] as const;

/** The title and the links to all sections, around the section that is open. */
export function Frame(props: { sections: boolean; children: ReactNode }) {
  const { translate } = useTranslation();
  const words = useWords();
  const [location] = useLocation();
  const current = sections.find(({ path }) => path === `/${location.split("/")[1]}`.replace(/\/$/, ""));
  useTitle(current && props.sections ? words(current.name) : undefined, words("title"), translate("title"));
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone another link is out of sight
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [current?.name]);
  return (
    <SidePage
      title={words("title")}
      nav={
        props.sections && (
          <nav ref={nav} className={styles.sections} aria-label={words("sections")}>
            {sections.map(({ path, name }) => (
              <Link
                key={name}
                href={`~/admin${path}`}
                aria-current={name === current?.name ? "page" : undefined}
              >
                {words(name)}
              </Link>
            ))}
          </nav>
        )
      }
    >
      {props.children}
    </SidePage>
  );
}
