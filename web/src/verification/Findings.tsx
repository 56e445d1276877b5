import { BadgeCheck, CircleAlert, CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Panel } from "../ui/Panel";
import panel from "../ui/Panel.module.css";
import styles from "./Findings.module.css";
import type { Found } from "./useVerification";
import { labelIn, sourceOf, verdictOf } from "./verdict";
import { useWords } from "./words/useWords";

const icons = { good: BadgeCheck, bad: CircleAlert, unknown: CircleHelp };

/** The findings about a picture, in plain words. */
export function Findings({ found }: { found: Found }) {
  const words = useWords();
  const { tone, verdict } = verdictOf(found);
  const Icon = icons[tone];
  const label = labelIn(found.provenance.aigcLabel);
  const source = sourceOf(found.provenance.digitalSourceType);
  const signer = found.signer ?? words("nameless");

  return (
    <Panel title={words("result")}>
      <p className={styles.verdict} data-tone={tone}>
        <Icon size={22} aria-hidden />
        <strong>{words(`verdict.${verdict}`, { signer })}</strong>
      </p>
      <p className={panel.note}>{words(`means.${verdict}`, { signer })}</p>
      <dl className={styles.facts}>
        <Fact name={words("label")}>
          {label ? words("label.by", { producer: label.producer }) : words("label.none")}
          {label?.propagator && ` ${words("label.through", { propagator: label.propagator })}`}
        </Fact>
        <Fact name={words("source")}>
          {source.known ? words(`source.${source.known}`) : (source.other ?? words("source.none"))}
        </Fact>
        <Fact name={words("yours")}>
          {words(`yours.${found.recognisedBy ?? "none"}`)}{" "}
          {found.task && <Link href={`~/tasks/${found.task.id}`}>{found.task.prompt || words("open")}</Link>}
        </Fact>
      </dl>
      <p className={panel.note}>{words("caution")}</p>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
