import type { ReactNode } from "react";
import { Link, useSearch } from "wouter";

/** Opens a task's picture over the list; closing it comes back here. */
export function TaskLink(props: { id: string; label: string; className?: string; children: ReactNode }) {
  const search = useSearch();
  return (
    <Link
      href={taskPath(props.id, search)}
      state={{ fromList: true }}
      id={`view-${props.id}`}
      className={props.className}
      aria-label={props.label}
    >
      {props.children}
    </Link>
  );
}

export function taskPath(id: string, search: string): string {
  return `/tasks/${id}${search && `?${search}`}`;
}
