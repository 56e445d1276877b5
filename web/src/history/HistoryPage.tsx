import { ArrowLeft, ChartColumn } from "lucide-react";
import { lazy, Suspense } from "react";
import { useSearchParams } from "wouter";
import { ConnectionNotice } from "../connection/Connection";
import { NewTask } from "../creation/NewTask";
import { CreditsButton } from "../credits/CreditsButton";
import { CreditsRoute } from "../credits/CreditsRoute";
import { ExportButton } from "../export/Exports";
import { FailureReasons } from "../failures/FailureReasons";
import { readFilters, writeFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { TaskList } from "../list/TaskList";
import { ViewMenu } from "../list/ViewMenu";
import { UserMenu } from "../menu/UserMenu";
import { useStatisticsOpen } from "../statistics/useStatisticsOpen";
import { Button, buttonClass } from "../ui/Button";
import { Later } from "../ui/Later";
import { StickyBar } from "../ui/StickyBar";
import { useMediaQuery } from "../ui/useMediaQuery";
import styles from "./HistoryPage.module.css";
import { PageTitle } from "./PageTitle";

const StatisticsPanel = lazy(() => import("../statistics/StatisticsPanel"));
const FilterBar = lazy(() => import("../filters/FilterBar"));

/** The address of the product from which the reader came; empty if there was none. */
const cameFrom = document.referrer.startsWith(location.origin) ? "" : document.referrer;

export function HistoryPage() {
  const { translate } = useTranslation();
  const narrow = useMediaQuery("(max-width: 760px)");
  const [statisticsOpen, setStatisticsOpen] = useStatisticsOpen();
  const [parameters] = useSearchParams();
  const isFiltered = writeFilters(new URLSearchParams(), readFilters(parameters)).size > 0;

  function toggleStatistics() {
    // They are at the page's top. From further down, the button shows them again instead of closing them.
    setStatisticsOpen(!statisticsOpen || scrollY > 0);
    scrollTo(0, 0);
  }

  return (
    <>
      <a className={styles.skip} href="#tasks">
        {translate("skipToList")}
      </a>
      <StickyBar as="header">
        <ConnectionNotice />
        {cameFrom && (
          <a className={buttonClass("quiet", true)} href={cameFrom} aria-label={translate("back")}>
            <ArrowLeft size={18} aria-hidden />
          </a>
        )}
        <h1 className={styles.title}>{translate("title")}</h1>
        <Later>
          <Suspense
            fallback={
              <>
                <div className={styles.filters} />
                {isFiltered && <div className={styles.chips} />}
              </>
            }
          >
            <FilterBar />
          </Suspense>
        </Later>
        <ViewMenu />
        {!narrow && (
          <>
            <Button
              label={translate("statistics.title")}
              aria-expanded={statisticsOpen}
              onClick={toggleStatistics}
            >
              <ChartColumn size={18} aria-hidden />
            </Button>
            <CreditsButton />
          </>
        )}
        <NewTask />
        <UserMenu
          more={(close) => (
            <>
              {narrow && (
                <>
                  <CreditsButton closeMenu={close} />
                  <Button
                    kind="quiet"
                    aria-expanded={statisticsOpen}
                    onClick={() => {
                      close();
                      toggleStatistics();
                    }}
                  >
                    <ChartColumn size={16} aria-hidden />
                    {translate("statistics.title")}
                  </Button>
                </>
              )}
              <ExportButton kind="quiet" onClick={close} />
            </>
          )}
        />
      </StickyBar>
      <main className={styles.main}>
        {statisticsOpen && (
          <div className={styles.statistics}>
            <Later>
              <StatisticsPanel />
            </Later>
          </div>
        )}
        <CreditsRoute />
        <Later>
          <PageTitle />
          <FailureReasons>
            <TaskList />
          </FailureReasons>
        </Later>
      </main>
    </>
  );
}
