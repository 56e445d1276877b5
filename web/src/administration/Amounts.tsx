import styles from "./Amounts.module.css";

/** Numbers, each below its name. */
export function Amounts({ amounts }: { amounts: [name: string, amount: string][] }) {
  return (
    <dl className={styles.amounts}>
      {amounts.map(([name, amount]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{amount}</dd>
        </div>
      ))}
    </dl>
  );
}
