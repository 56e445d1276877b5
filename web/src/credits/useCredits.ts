import { useQuery } from "@apollo/client/react";
import { CreditsDocument, type CreditsQuery } from "./Credits.generated";

const weekMs = 7 * 24 * 3600 * 1000;
/** A week from now, rounded up to the day, so that the query stays the same while the page is open. */
const soon = new Date(Math.ceil((Date.now() + weekMs) / (weekMs / 7)) * (weekMs / 7)).toISOString();

/** The reader's credits and the prices of tasks; undefined while loading, and on a plan without prices. */
export function useCredits() {
  const viewer: CreditsQuery["viewer"] | undefined = useQuery(CreditsDocument, {
    variables: { soon },
    fetchPolicy: "cache-and-network",
  }).data?.viewer;
  return viewer?.credits
    ? {
        ...viewer.credits,
        prices: new Map(viewer.plan.creditPrices.map((one) => [one.taskType, one.credits])),
      }
    : undefined;
}
