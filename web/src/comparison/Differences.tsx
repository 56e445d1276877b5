import { type ComponentProps, useId, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import { promptOf } from "../tasks/promptOf";
import { Table } from "../ui/Table";
import type { ComparedTaskFragment } from "./Comparison.generated";
import styles from "./Comparison.module.css";
import { parameterRows, type Row, row } from "./differences";
import { type Piece, wordDiff } from "./wordDiff";

interface Compared {
  task: ComparedTaskFragment | null;
  image: number;
}

/** The differences of the compared tasks and, on request, what they have in common. */
export function Differences({ tasks }: { tasks: Compared[] }) {
  const { translate, format } = useTranslation();
  const id = useId();
  const [all, setAll] = useState(false);
  const prompts = tasks.map(({ task }) => (task ? promptOf(task, translate) : ""));
  const promptDiffers = new Set(prompts).size > 1;
  const rows = useRows(tasks).filter(({ values }) => values.some(Boolean));
  const differing = rows.filter(({ differs }) => differs);
  const promptRow = cells(translate("detail.prompt"), wordDiff(prompts));
  const same = rows.length - differing.length + (promptDiffers ? 0 : 1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls only the focused element
    <section className={styles.differences} aria-labelledby={id} tabIndex={0}>
      <header className={styles.heading}>
        <h2 id={id} className={styles.title}>
          {translate(promptDiffers || differing.length > 0 ? "compare.differ" : "compare.same")}
        </h2>
        <label className={styles.all}>
          <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} />
          {translate("compare.showSame", { count: format.number(same) })}
        </label>
      </header>
      {(all || promptDiffers || differing.length > 0) && (
        <Table
          label={translate("compare.differ")}
          columns={[translate("compare.what"), ...tasks.map((_, place) => format.number(place + 1))]}
          rows={[
            ...(all || promptDiffers ? [promptRow] : []),
            ...(all ? rows : differing).map(({ name, values, differs }, place) =>
              cells(
                name,
                values.map((value) => [{ text: value || "–", differs }]),
                String(place),
              ),
            ),
          ]}
        />
      )}
    </section>
  );
}

/** A row of the table, with its differences marked. */
function cells(name: string, values: Piece[][], key = ""): ComponentProps<typeof Table>["rows"][number] {
  return {
    key,
    cells: [
      name,
      ...values.map((pieces, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: each stays in its column
        <span key={place} dir="auto" className={styles.value}>
          {pieces.map(({ text, differs }, at) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no other key
            differs ? <mark key={at}>{text}</mark> : text,
          )}
        </span>
      )),
    ],
  };
}

function useRows(tasks: Compared[]): Row[] {
  const { translate, format } = useTranslation();
  const money = useMoney();
  const each = (name: string, of: (task: ComparedTaskFragment, image: number) => string | null | false) =>
    row(
      name,
      tasks.map(({ task, image }) => task && of(task, image)),
    );
  return [
    each(translate("detail.model"), ({ modelVersion }) => modelVersion),
    each(translate("detail.type"), ({ taskType }) => translate(`type.${taskType}`)),
    each(translate("detail.ratio"), ({ aspectRatio }) => aspectRatio),
    ...parameterRows(tasks.map(({ task }) => task?.parameters)),
    each(translate("detail.size"), ({ images, originalImage }, image) => {
      const { width, height } = images[image] ?? images[0] ?? originalImage ?? {};
      return width && height ? `${width} × ${height}` : null;
    }),
    each(translate("compare.image"), ({ images }, image) => images.length > 1 && format.number(image + 1)),
    each(translate("filters.status"), ({ status }) => translate(`status.${status}`)),
    each(translate("compare.reason"), ({ errorMessage }) => errorMessage),
    each(translate("detail.credits"), ({ creditsDeducted }) => format.number(creditsDeducted)),
    each(translate("detail.cost"), ({ cost }) => cost !== null && money.exact(cost)),
    each(translate("detail.tokens"), ({ tokensUsed }) => format.number(tokensUsed)),
    each(
      translate("detail.duration"),
      ({ generationTimeMs }) => generationTimeMs !== null && format.duration(generationTimeMs),
    ),
    each(translate("detail.createdAt"), ({ createdAt }) => format.dateTime(createdAt)),
  ];
}
