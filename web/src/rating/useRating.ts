import { useFragment } from "@apollo/client/react";
import { useChange } from "../connection/useChange";
import { useErrorText } from "../connection/useErrorText";
import { useReadOnly } from "../tasks/readOnly";
import { useNotify } from "../ui/Notifications";
import { RateTaskDocument, Rating_TaskFragmentDoc } from "./Rating.generated";

export const ratings = [1, 2, 3, 4, 5] as const;

/**
 * The rating of a task, and a function that rates it; given the present rating, it removes it. The function is undefined
 * if the reader may not rate.
 */
export function useRating(id: string): {
  rating: number | null;
  rate: ((rating: number) => Promise<void>) | undefined;
} {
  const change = useChange();
  const errorText = useErrorText();
  const notify = useNotify();
  const readOnly = useReadOnly();
  const { data: task, complete } = useFragment({
    fragment: Rating_TaskFragmentDoc,
    fragmentName: "Rating_task",
    from: { __typename: "TaskRecord", id },
  });
  const rating = complete ? task.rating : null;

  async function rate(given: number) {
    try {
      await change(RateTaskDocument, { id, rating: given === rating ? null : given });
    } catch (error) {
      notify(errorText(error), "error");
    }
  }
  return { rating, rate: complete && task.status === "COMPLETED" && !readOnly ? rate : undefined };
}
