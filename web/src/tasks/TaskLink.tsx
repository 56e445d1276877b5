import type { MouseEvent, ReactNode } from "react";
import { Link, useSearch } from "wouter";

/** A link that opens a task's picture over the list. Closing the picture returns here. */
export function TaskLink(props: {
  id: string;
  label: string;
  /** The image to open, counted from 0. */
  image?: number;
  className?: string;
  children: ReactNode;
}) {
  const search = useSearch();
  return (
    <Link
      href={taskPath(props.id, search, props.image)}
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

/** The address of a task's picture, by default of its first image. An image in `search` is another task's. */
export function taskPath(id: string, search: string, image = 0): string {
  const parameters = new URLSearchParams(search);
  parameters.delete("image");
  if (image > 0) parameters.set("image", String(image));
  return `/tasks/${id}${parameters.size > 0 ? `?${parameters}` : ""}`;
}

/** Opens the task when its surroundings are pressed, unless the press was on another link or button. */
export function pressLink({ target, currentTarget }: MouseEvent<HTMLElement>): void {
  const isElsewhere = (target as HTMLElement).closest("a, button, label");
  if (isElsewhere || getSelection()?.toString()) return;
  currentTarget.querySelector("a")?.click();
}
