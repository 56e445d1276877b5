import type { ApolloClient } from "@apollo/client";
import { TimeZoneDocument } from "../../calendar/TimeZone.generated";
import { type LocalView, localViews, removeLocalView } from "./localViews";
import { SavedViewsDocument, SaveViewDocument } from "./SavedViews.generated";
import { addressOf, partOf, viewOf } from "./viewAddress";

/** How many names are tried for a view whose name is taken. */
const maxNames = 20;

/**
 * Imports the views that this browser stored for the user into the server, and then removes them here. A view that
 * another tab or browser imports at the same time exists once, since no two views have the same name.
 */
export async function importViews(client: ApolloClient, user: string): Promise<void> {
  const views = localViews(user);
  if (views.length === 0) return;
  const { data } = await client.query({ query: TimeZoneDocument });
  const timeZone = data?.statistics.timeZone ?? "UTC";
  try {
    for (const view of views) {
      if (await isImported(client, view, timeZone)) removeLocalView(user, view.name);
    }
  } finally {
    await client.query({ query: SavedViewsDocument, fetchPolicy: "network-only" });
  }
}

/** Saves a view; false if the server refuses it: it is not a filter, or there are too many views. */
async function isImported(client: ApolloClient, view: LocalView, timeZone: string): Promise<boolean> {
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
