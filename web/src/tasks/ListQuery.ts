import type { TaskFilter, TaskOrder } from "@task-record/client/schema.generated";

/** The tasks of a list and their order, by default the newest first. */
export interface ListQuery {
  where: TaskFilter;
  orderBy?: TaskOrder;
}
