import { ArrowLeft } from "lucide-react";
import { lazy, Suspense } from "react";
import { ConnectionNotice } from "../connection/Connection";
import { NewTask } from "../creation/NewTask";
import { CreditsButton } from "../credits/CreditsButton";
import { ExportButton } from "../export/ExportButton";
import { useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { TaskList } from "../list/TaskList";
import { useView } from "../list/useView";
import { UserMenu } from "../menu/UserMenu";
import { StatisticsPanel } from "../statistics/StatisticsPanel";
import { buttonClass } from "../ui/Button";
import { Later } from "../ui/Later";
import page from "../ui/page.module.css";
import styles from "./HistoryPage.module.css";
import { PageTitle } from "./PageTitle";

const FilterBar = lazy(() => import("../filters/FilterBar"));

/** The address of the product from which the reader came; empty if there was none. */
const cameFrom = document.referrer.startsWith(location.origin) ? "" : document.referrer;

export function HistoryPage() {
  const { translate } = useTranslation();
  const [view] = useView();
  return (
    <div className={styles.page} data-view={view}>
      <a className={styles.skip} href="#tasks">
        {translate("skipToList")}
      </a>
      <ConnectionNotice />
      <header className={page.header}>
        {cameFrom && (
          <a className={buttonClass("quiet")} href={cameFrom}>
            <ArrowLeft size={18} aria-hidden />
            {translate("back")}
          </a>
        )}
        <h1 className={page.title}>{translate("title")}</h1>
        <NewTask />
        <CreditsButton />
        <UserMenu more={(close) => <ExportButton kind="quiet" onClick={close} />} />
      </header>
      <main className={page.main}>
        <StatisticsPanel />
        <Later>
          <PageTitle />
          <Suspense fallback={<FilterBarPlace />}>
            <FilterBar />
          </Suspense>
          <TaskList />
        </Later>
      </main>
    </div>
  );
}

/** An empty place as high as the filters that are loading, so that nothing moves when they come. */
function FilterBarPlace() {
  const { where } = useFilters();
  return <div className={styles.filters} data-narrowed={Object.keys(where).length > 0} />;
}
