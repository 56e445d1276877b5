import type { ApolloClient, InMemoryCache, NormalizedCacheObject } from "@apollo/client";

const storageKey = "task-record.statistics";

/** The statistics that the user saw in this tab, shown after a reload until the server answers. */
export function statisticsSeen(user: string | undefined): NormalizedCacheObject {
  const stored = JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
  return user !== undefined && stored.user === user ? stored.seen : {};
}

/** Stores the statistics when the page is left. Returns a function that stops this and removes them. */
export function keepStatistics(client: ApolloClient, user: string | undefined): () => void {
  const keep = () => {
    const { ROOT_QUERY, ...objects } = (client.cache as InMemoryCache).extract();
    const seen = { ...statisticsOf(objects), ROOT_QUERY: statisticsOf(ROOT_QUERY ?? {}) };
    sessionStorage.setItem(storageKey, JSON.stringify({ user, seen }));
  };
  addEventListener("pagehide", keep);
  return () => {
    removeEventListener("pagehide", keep);
    sessionStorage.removeItem(storageKey);
  };
}

function statisticsOf(cached: object): object {
  return Object.fromEntries(Object.entries(cached).filter(([name]) => /^statistics/i.test(name)));
}
