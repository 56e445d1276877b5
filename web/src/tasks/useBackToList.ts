import { useSearch } from "wouter";
import { useBack } from "../ui/useBack";

/** Closes what is open over the list. */
export function useBackToList(): () => void {
  const search = useSearch();
  return useBack(`/${search && `?${search}`}`);
}
