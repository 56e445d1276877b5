import { Link } from "wouter";
import styles from "./User.module.css";

/** A user's id as a link to their tasks. */
export function UserLink({ id }: { id: string }) {
  return (
    <Link href={`~/admin/users/${id}`} className={styles.id} onClick={() => scrollTo(0, 0)}>
      {id}
    </Link>
  );
}
