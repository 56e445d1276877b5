import type { ReactNode } from "react";
import styles from "./Table.module.css";

interface Row {
  key: string;
  /** The cells in the order of the columns. The first names the row. */
  cells: [ReactNode, ...ReactNode[]];
}

/** A table. On a phone each row is a card, whose cells are named after their columns. */
export function Table(props: { label: string; columns: string[]; rows: Row[] }) {
  return (
    <table className={styles.table} aria-label={props.label}>
      <thead>
        <tr>
          {props.columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ key, cells: [first, ...others] }) => (
          <tr key={key}>
            <th scope="row">{first}</th>
            {others.map((cell, place) => (
              <td key={props.columns[place + 1]} data-name={props.columns[place + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
