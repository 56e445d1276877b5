import { skipToken, useQuery, useSuspenseQuery } from "@apollo/client/react";
import { TimeZoneDocument } from "./TimeZone.generated";

/** The IANA time zone in which the server's days begin; undefined until it is loaded. */
export function useTimeZone(): string | undefined {
  return useQuery(TimeZoneDocument).data?.statistics.timeZone;
}

/** The same for a component that cannot render without it. If it is `needed`, suspends until it is loaded. */
export function useNeededTimeZone(needed: boolean): string {
  const known = useQuery(TimeZoneDocument, { fetchPolicy: "cache-only" }).data?.statistics?.timeZone;
  const { data } = useSuspenseQuery(TimeZoneDocument, needed && !known ? {} : skipToken);
  return known ?? data?.statistics.timeZone ?? "UTC";
}
