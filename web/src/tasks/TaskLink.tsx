import type { MouseEvent, ReactNode } from "react";
import { Link, useSearch } from "wouter";

/** A link that opens a task's picture over the list. Closing the picture comes back here. */
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

/**
 * The address of a task's picture: of its first image, since the one shown of another task says nothing about
 * this one.
 */
export function taskPath(id: string, search: string): string {
  const rest = search.replace(/&?\bimage=\d+/, "");
  return `/tasks/${id}${rest && `?${rest}`}`;
}

/** Opens the task when its surroundings are pressed, unless the press was on another link or button. */
export function pressLink({ target, currentTarget }: MouseEvent<HTMLElement>): void {
  const isElsewhere = (target as HTMLElement).closest("a, button, label");
  if (isElsewhere || getSelection()?.toString()) return;
  currentTarget.querySelector("a")?.click();
}
