import { TaskRowSkeleton } from "../tasks/TaskRowSkeleton";
import type { Shape } from "../timeline/layout";
import styles from "./Skeletons.module.css";

const counts = { gallery: 24, list: 6 };

/** Placeholders of tasks that are loading. */
export function Skeletons({ shape }: { shape: Shape }) {
  const { view, height, gap } = shape;
  return (
    <div className={styles.skeletons} data-view={view} style={{ gap }} aria-hidden>
      {Array.from({ length: counts[view] }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} style={view === "list" ? { height } : { height, flexBasis: height }}>
          {view === "list" && <TaskRowSkeleton />}
        </div>
      ))}
    </div>
  );
}
