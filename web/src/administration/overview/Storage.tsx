import { skipToken, useQuery } from "@apollo/client/react";
import { dateIn } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { spanOf } from "../../statistics/span";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { Table } from "../../ui/Table";
import { Amounts } from "../Amounts";
import { Bar } from "../Bar";
import { useWords } from "../words/useWords";
import { StorageDocument, type StorageQuery } from "./Storage.generated";

type Admin = NonNullable<StorageQuery["admin"]>;

/** The size of everything stored now, and how much of it came in each month. */
export function Storage() {
  const { format } = useTranslation();
  const words = useWords();
  const timeZone = useTimeZone();
  const { data, error, refetch } = useQuery(
    StorageDocument,
    timeZone ? { variables: spanOf("MONTH", dateIn(timeZone)), fetchPolicy: "cache-and-network" } : skipToken,
  );
  const admin = data?.admin;
  return (
    <Panel title={words("storage")}>
      {!admin && <LoadingOrError error={error} onRetry={refetch} />}
      {admin && (
        <>
          <Amounts
            amounts={[
              [words("storage.imageCount"), format.number(admin.storage.imageCount)],
              [words("storage.imageSize"), format.size(admin.storage.imageSize)],
              [words("storage.databaseSize"), format.size(admin.storage.databaseSize)],
            ]}
          />
          <Growth {...admin} />
        </>
      )}
    </Panel>
  );
}

function Growth({ storage, statisticsHistory }: Admin) {
  const { format } = useTranslation();
  const words = useWords();
  const most = Math.max(...statisticsHistory.map(({ imagesSize }) => imagesSize));
  let left = storage.imageSize;
  const newestFirst = statisticsHistory.toReversed().map(({ periodDate, imagesSize }) => {
    const month = { date: periodDate ?? "", added: imagesSize, inAll: left };
    left -= imagesSize;
    return month;
  });
  const first = newestFirst.findLastIndex(({ inAll }) => inAll > 0);
  return (
    <>
      <p className={panel.note}>{words("growth.description")}</p>
      <Table
        label={words("growth")}
        columns={[
          words("growth.month"),
          { name: words("growth.added"), number: true },
          { name: words("growth.inAll"), number: true },
        ]}
        rows={newestFirst.slice(0, first + 1).map(({ date, added, inAll }) => ({
          key: date,
          cells: [
            format.period(date, "MONTH"),
            <span key="added">
              {format.size(added)}
              <Bar share={added / most} />
            </span>,
            format.size(inAll),
          ],
        }))}
      />
    </>
  );
}
