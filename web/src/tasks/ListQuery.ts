import type { TaskFilter, TaskOrder } from "@task-record/client/schema.generated";

/** Which tasks a list has, and in which order: the newest first, unless another is named. */
export interface ListQuery {
  where: TaskFilter;
  orderBy?: TaskOrder;
}
