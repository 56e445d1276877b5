import { stuckHeight } from "../ui/stuckHeight";
import { type Filters, useChangeFilters } from "./filters";

/**
 * Returns a function that filters the list and scrolls to it, for buttons far above it. The focus goes to the list's
 * heading, where screen readers continue.
 */
export function useShowTasks(): (filters: Partial<Filters>) => void {
  const change = useChangeFilters();
  return (filters) => {
    change(filters);
    // The filters must be shown first: they make the bar above the list higher.
    requestAnimationFrame(() => {
      const heading = document.getElementById("tasks");
      heading?.focus({ preventScroll: true });
      const top = heading?.parentElement?.getBoundingClientRect().top ?? 0;
      scrollTo(0, scrollY + top - stuckHeight());
    });
  };
}
