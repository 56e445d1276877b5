import { ArrowDown } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import styles from "./Table.module.css";

export interface Column {
  name: string;
  /** Whether to align the cells at their end. */
  number?: boolean;
  /** Orders the rows by the column, the largest first. */
  onSort?: (() => void) | undefined;
  sorted?: boolean;
}

interface Row {
  key: string;
  /** The cells in the order of the columns. The first names the row. */
  cells: [ReactNode, ...ReactNode[]];
  /** Shown below the row. */
  below?: ReactNode;
}

/**
 * A table. On a phone each row is a card, with the column's name in each cell. With `linked`, the whole row is the link
 * of its first cell.
 */
export function Table(props: { label: string; columns: (string | Column)[]; rows: Row[]; linked?: boolean }) {
  const columns = props.columns.map((one) => (typeof one === "string" ? { name: one } : one));
  return (
    <table className={styles.table} aria-label={props.label} data-linked={props.linked}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.name} {...column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ key, cells: [first, ...others], below }) => (
          <Fragment key={key}>
            <tr>
              <th scope="row">{first}</th>
              {others.map((cell, place) => (
                <td
                  key={columns[place + 1]?.name}
                  data-name={columns[place + 1]?.name}
                  data-number={columns[place + 1]?.number}
                >
                  {cell}
                </td>
              ))}
            </tr>
            {below && (
              <tr className={styles.below}>
                <td colSpan={columns.length}>{below}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Heading({ name, number, onSort, sorted }: Column) {
  return (
    <th scope="col" data-number={number} aria-sort={sorted ? "descending" : undefined}>
      {onSort || sorted ? (
        <button type="button" className={styles.sort} onClick={onSort}>
          {name}
          {sorted && <ArrowDown size={14} aria-hidden />}
        </button>
      ) : (
        name
      )}
    </th>
  );
}
