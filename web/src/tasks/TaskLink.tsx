import type { MouseEvent, ReactNode } from "react";
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
      draggable={false}
    >
      {props.children}
    </Link>
  );
}

/** Of a task's first image: which of another's was shown says nothing of this one's. */
export function taskPath(id: string, search: string): string {
  const rest = search.replace(/&?\bimage=\d+/, "");
  return `/tasks/${id}${rest && `?${rest}`}`;
}

/** For what stands around a task's link: a press there opens the task too, unless it is one on something else. */
export function pressLink({ target, currentTarget }: MouseEvent<HTMLElement>): void {
  const isElsewhere = (target as HTMLElement).closest("a, button, label");
  if (isElsewhere || getSelection()?.toString()) return;
  currentTarget.querySelector("a")?.click();
}
