import { useApolloClient } from "@apollo/client/react";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { focusTask } from "../tasks/focusTask";
import { stuckHeight } from "../ui/stuckHeight";
import type { TaskGridHandle } from "./TaskGrid";
import { TaskTimeFragmentDoc } from "./TaskList.generated";
import type { useTaskPages } from "./useTaskPages";

/**
 * Scrolls the list with the open picture, so that closing it returns to the task shown last. Returns a function that
 * goes to an instant in a `dated` list, the newest first. It scrolls if those tasks are loaded, and otherwise loads the
 * list again from there. The present tasks stay until the others are loaded.
 */
export function useReveal(
  open: string | undefined,
  list: ReturnType<typeof useTaskPages>,
  grid: RefObject<TaskGridHandle | null>,
  body: RefObject<HTMLElement | null>,
  dated: boolean,
): (instant: number) => Promise<void> {
  const { cache } = useApolloClient();
  const latest = useRef<string>(undefined);

  async function jump(instant: number) {
    const { tasks, fromNewest, hasNextPage } = list;
    const found = tasks.findIndex(({ time }) => time <= instant);
    const place = found === -1 ? tasks.length - 1 : found;
    if (found > 0 || (found === 0 && fromNewest) || (found === -1 && !hasNextPage))
      return grid.current?.reveal(place, "start");
    const endOfDay = new Date(instant).setHours(23, 59, 59, 999);
    if (!(await list.jump(new Date(endOfDay).toISOString(), () => jump(instant)))) return;
    scrollTo(0, (body.current?.getBoundingClientRect().top ?? 0) + scrollY - stuckHeight());
  }

  const follow = useEffectEvent((id: string | undefined) => {
    if (id) {
      latest.current = id;
      const place = list.tasks.findIndex((task) => task.id === id);
      if (place !== -1) grid.current?.reveal(place);
      return;
    }
    const left = latest.current;
    latest.current = undefined;
    if (!left) return;
    const place = list.tasks.findIndex((task) => task.id === left);
    if (place !== -1) {
      // In the next frame: the task may just have been added, and closing the picture also scrolls.
      requestAnimationFrame(() => {
        grid.current?.reveal(place);
        focusTask(left, 300);
      });
      return;
    }
    const task = cache.readFragment({
      id: cache.identify({ __typename: "TaskRecord", id: left }),
      fragment: TaskTimeFragmentDoc,
    });
    if (task && dated) void jump(Date.parse(task.createdAt));
    focusTask(left, 300);
  });
  useEffect(() => follow(open), [open]);

  return jump;
}
