import { createContext } from "react";

/**
 * Reads a task again whose images' addresses no longer work, where it cannot be read by its id, such as another
 * member's on a board; null elsewhere.
 */
export const Renewal = createContext<((id: string) => void) | null>(null);
