import { useLocation } from "wouter";

/**
 * Returns a function that closes a part of the page with its own address. It goes back if the reader came from this
 * page, and otherwise to `address`.
 */
export function useBack(address: string): () => void {
  const [, navigate] = useLocation();
  return () => {
    if (history.state?.fromPage) history.back();
    else navigate(address, { replace: true });
  };
}
