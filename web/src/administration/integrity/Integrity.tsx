import { useApolloClient } from "@apollo/client/react";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useErrorText } from "../../connection/useErrorText";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { useWords } from "../words/useWords";
import {
  IntegrityOfCreditsDocument,
  IntegrityOfKeysDocument,
  IntegrityOfObjectsDocument,
  IntegrityOfStatisticsDocument,
} from "./Integrity.generated";
import styles from "./Integrity.module.css";

const kinds = [
  "missingObjects",
  "damagedObjects",
  "orphanedObjects",
  "driftedStatistics",
  "driftedCredits",
  "unownedObjects",
  "overdueRemovals",
] as const;

type Report = Record<(typeof kinds)[number], number> & { checkedAt: string };

/** The checks. They run one after the other, so that the page can show progress. */
const parts = [
  IntegrityOfKeysDocument,
  IntegrityOfCreditsDocument,
  IntegrityOfStatisticsDocument,
  IntegrityOfObjectsDocument,
];

/** Checks on demand whether records, storage and totals agree. The server then reads all of them. */
export function Integrity() {
  const words = useWords();
  const errorText = useErrorText();
  const { report, error, startedAt, done, check, stop } = useIntegrity();
  return (
    <Panel
      title={words("integrity.title")}
      action={
        startedAt ? (
          <Button onClick={stop}>{words("integrity.stop")}</Button>
        ) : (
          <Button onClick={check}>{words(report ? "integrity.again" : "integrity.check")}</Button>
        )
      }
    >
      <p className={panel.note}>{words("integrity.description")}</p>
      {startedAt && <Running since={startedAt} done={done} />}
      {error !== undefined && <p role="alert">{errorText(error)}</p>}
      {report && <Findings report={report} />}
    </Panel>
  );
}

function useIntegrity() {
  const client = useApolloClient();
  const [state, setState] = useState<{ report?: Report; error?: unknown; startedAt?: number; done: number }>({
    done: 0,
  });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function check() {
    const controller = new AbortController();
    running.current = controller;
    setState(({ report }) => ({ report, startedAt: Date.now(), done: 0 }));
    const found: Partial<Report> = {};
    try {
      for (const query of parts) {
        const { data } = await client.query<{ admin: { integrity: Partial<Report> } | null }>({
          query,
          fetchPolicy: "no-cache",
          context: { fetchOptions: { signal: controller.signal }, queryDeduplication: false },
        });
        Object.assign(found, data?.admin?.integrity);
        setState((current) => ({ ...current, done: current.done + 1 }));
      }
      setState({ report: found as Report, done: 0 });
    } catch (error) {
      if (!controller.signal.aborted) setState(({ report }) => ({ report, error, done: 0 }));
    }
  }

  function stop() {
    running.current?.abort();
    setState(({ report }) => ({ report, done: 0 }));
  }
  return { ...state, check, stop };
}

function Running({ since, done }: { since: number; done: number }) {
  const { format } = useTranslation();
  const words = useWords();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const text = words("integrity.running", {
    done: format.number(done),
    total: format.number(parts.length),
    time: format.duration(Math.floor((now - since) / 1000) * 1000),
  });
  return (
    <div className={styles.running}>
      <progress aria-label={words("integrity.title")} max={parts.length} value={done} />
      <span>{text}</span>
    </div>
  );
}

function Findings({ report }: { report: Report }) {
  const { format } = useTranslation();
  const words = useWords();
  const found = kinds.reduce((sum, kind) => sum + report[kind], 0);
  return (
    <>
      <p role="status" className={styles.verdict} data-right={found === 0}>
        {found === 0 ? <CircleCheck size={18} aria-hidden /> : <TriangleAlert size={18} aria-hidden />}
        {found === 0
          ? words("integrity.allRight")
          : words("integrity.findings", { count: format.number(found) })}
        <span className={panel.note}>
          {words("integrity.checkedAt", { time: format.dateTime(report.checkedAt) })}
        </span>
      </p>
      <dl className={styles.findings}>
        {kinds.map((kind) => (
          <div key={kind} className={styles.finding}>
            <dt>{words(`integrity.${kind}`)}</dt>
            <dd className={styles.count} data-found={report[kind] > 0}>
              {format.number(report[kind])}
            </dd>
            <dd className={panel.note}>{words(`integrity.${kind}.means`)}</dd>
          </div>
        ))}
      </dl>
      {found > 0 && <p className={panel.note}>{words("integrity.repair")}</p>}
    </>
  );
}
