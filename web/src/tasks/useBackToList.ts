import { useSearch } from "wouter";
import { useBack } from "../ui/useBack";

/** Returns a function that closes a page shown over the list. */
export function useBackToList(): () => void {
  const search = useSearch();
  return useBack(`/${search && `?${search}`}`);
}
