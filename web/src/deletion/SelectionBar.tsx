import { useApolloClient } from "@apollo/client/react";
import { Columns2, Download, Images, Star, Trash2 } from "lucide-react";
import { lazy, useState } from "react";
import { Link, useSearch } from "wouter";
import { useErrorText } from "../connection/useErrorText";
import { useDownload } from "../download/Downloads";
import { ExportButton } from "../export/Exports";
import { useTranslation } from "../i18n/Translation";
import { useStar } from "../stars/useStar";
import { comparePath, leastCompared, mostCompared } from "../tasks/comparePath";
import { Button, buttonClass } from "../ui/Button";
import { Later } from "../ui/Later";
import { useNotify } from "../ui/Notifications";
import { batchesOf, tasksOf } from "./batchesOf";
import { Selected } from "./Selected";
import type { useSelection } from "./useSelection";

const AddToBoard = lazy(() => import("../sharing/AddToBoard"));

/** The number of selected tasks, and the actions on them. */
export default function SelectionBar(props: {
  selection: ReturnType<typeof useSelection>;
  /** The number of tasks that match the filters, and whether there may be more. */
  total: { value: number; precision: string } | undefined;
  onDelete: () => void;
}) {
  const { translate, format } = useTranslation();
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const download = useDownload();
  const search = useSearch();
  const { selection, total } = props;
  const { some, everything } = selection;
  const count = selection.count(total?.value);
  const atLeast = total?.precision === "AT_LEAST" ? "+" : "";

  const star = useStar();
  const [putting, setPutting] = useState(false);
  const areStarred = !everything && tasksOf(client.cache, [...some]).every(({ isStarred }) => isStarred);

  async function idsOfChosen() {
    const ids: string[] = [];
    for await (const batch of batchesOf(client, selection.chosen)) ids.push(...batch.map(({ id }) => id));
    return ids;
  }

  async function starChosen() {
    try {
      for await (const batch of batchesOf(client, selection.chosen))
        await star(
          batch.map(({ id }) => id),
          !areStarred,
        );
      selection.clear();
    } catch (error) {
      notify(errorText(error), "error");
    }
  }

  async function downloadChosen() {
    try {
      download(await idsOfChosen());
    } catch (error) {
      notify(errorText(error), "error");
    }
  }

  return (
    <Selected
      count={format.number(count) + (everything ? atLeast : "")}
      onClear={selection.clear}
      more={
        !everything &&
        total &&
        total.value > some.size && (
          <Button kind="quiet" onClick={selection.selectEverything}>
            {translate("list.selectEverything", { count: format.number(total.value) + atLeast })}
          </Button>
        )
      }
    >
      {count === total?.value && !everything?.except.size && <ExportButton />}
      {!everything && some.size >= leastCompared && some.size <= mostCompared && (
        <Link
          href={comparePath(
            [...some].map((id) => ({ id, image: 0 })),
            search,
          )}
          state={{ fromPage: true }}
          className={buttonClass("plain")}
        >
          <Columns2 size={16} aria-hidden />
          {translate("compare.open")}
        </Link>
      )}
      <Button label={translate(areStarred ? "star.remove" : "star.add")} onClick={starChosen}>
        <Star size={16} fill={areStarred ? "currentColor" : "none"} aria-hidden />
      </Button>
      <Button label={translate("board.add")} onClick={() => setPutting(true)}>
        <Images size={16} aria-hidden />
      </Button>
      <Button onClick={downloadChosen}>
        <Download size={16} aria-hidden />
        {translate("picture.download")}
      </Button>
      <Button kind="danger" onClick={props.onDelete}>
        <Trash2 size={16} aria-hidden />
        {translate("task.delete")}
      </Button>
      {putting && (
        <Later>
          <AddToBoard
            ids={idsOfChosen}
            only={!everything && some.size === 1 ? [...some][0] : undefined}
            onClose={() => setPutting(false)}
          />
        </Later>
      )}
    </Selected>
  );
}
