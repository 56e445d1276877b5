import { stuckHeight } from "../ui/stuckHeight";
import { type Filters, useChangeFilters } from "./filters";

/**
 * Returns a function that narrows the list and leads to it, where what was pressed is far above it. The focus goes to
 * its heading, from which screen readers go on.
 */
export function useShowTasks(): (filters: Partial<Filters>) => void {
  const change = useChangeFilters();
  return (filters) => {
    change(filters);
    // Once the filters are shown, which make the bar above the list higher.
    requestAnimationFrame(() => {
      const heading = document.getElementById("tasks");
      heading?.focus({ preventScroll: true });
      const top = heading?.parentElement?.getBoundingClientRect().top ?? 0;
      scrollTo(0, scrollY + top - stuckHeight());
    });
  };
}
