import { useId, useState } from "react";
import { writtenValue } from "../connection/exactNumbers";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import styles from "./Details.module.css";

/** The number of members shown until the reader asks for all. */
const shownAtFirst = 12;

/** The members of an object such as a task's parameters, each with a button to copy it. */
export function GivenValues({ title, values }: { title: string; values: unknown }) {
  const { translate, format } = useTranslation();
  const id = useId();
  const [all, setAll] = useState(false);
  const members = Object.entries(values ?? {});
  if (members.length === 0) return null;
  return (
    <section className={styles.given} aria-labelledby={id}>
      <header className={styles.heading}>
        <h2 id={id} className={styles.name}>
          {title}
        </h2>
        <CopyButton text={writtenValue(values, true)} label={translate("copy.all")} />
      </header>
      <dl className={styles.values}>
        {members.slice(0, all ? undefined : shownAtFirst).map(([name, value]) => (
          <div key={name} className={styles.value}>
            <dt dir="auto">{name}</dt>
            <dd dir="auto">{writtenValue(value)}</dd>
            <dd>
              <CopyButton icon text={writtenValue(value)} label={translate("copy.one", { name })} />
            </dd>
          </div>
        ))}
      </dl>
      {members.length > shownAtFirst && !all && (
        <Button kind="quiet" onClick={() => setAll(true)}>
          {translate("details.all", { count: format.number(members.length) })}
        </Button>
      )}
    </section>
  );
}
