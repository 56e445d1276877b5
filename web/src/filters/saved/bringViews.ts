import type { ApolloClient } from "@apollo/client";
import { TimeZoneDocument } from "../../calendar/TimeZone.generated";
import { forgetView, type KeptView, keptViews } from "./keptViews";
import { SavedViewsDocument, SaveViewDocument } from "./SavedViews.generated";
import { addressOf, partOf, viewOf } from "./viewAddress";

/** How often a view is given another name, since one of its name is there. */
const maxNames = 20;

/**
 * Brings the views that this browser has kept for the user to the server. Each is removed here once it is there. What
 * another tab or browser brings at the same time is there once: no two views have the same name.
 */
export async function bringViews(client: ApolloClient, user: string): Promise<void> {
  const kept = keptViews(user);
  if (kept.length === 0) return;
  const { data } = await client.query({ query: TimeZoneDocument });
  const timeZone = data?.statistics.timeZone ?? "UTC";
  try {
    for (const view of kept) {
      if (await isBrought(client, view, timeZone)) forgetView(user, view.name);
    }
  } finally {
    await client.query({ query: SavedViewsDocument, fetchPolicy: "network-only" });
  }
}

/** Whether the view is on the server. It is refused when there is no room left there, or it is no filter. */
async function isBrought(client: ApolloClient, view: KeptView, timeZone: string): Promise<boolean> {
  const part = partOf(new URLSearchParams(view.filters));
  for (let number = 1; number <= maxNames; number += 1) {
    const name = number === 1 ? view.name : `${view.name} (${number})`;
    const input = { id: crypto.randomUUID(), name, ...viewOf(part, timeZone) };
    const { data } = await client.mutate({ mutation: SaveViewDocument, variables: { input } });
    const [refused] = data?.saveView?.errors ?? [];
    if (!refused) return Boolean(data?.saveView);
    if (refused.code !== "CONFLICT") return false;
    const { data: there } = await client.query({ query: SavedViewsDocument, fetchPolicy: "network-only" });
    const other = there?.savedViews.find((one) => one.name === name);
    if (other && addressOf(other, timeZone) === part.toString()) return true;
  }
  return false;
}
