import { createContext } from "react";

/**
 * Reads a task again whose image addresses have expired, where it cannot be read by id, such as another member's task
 * on a board; null elsewhere.
 */
export const Renewal = createContext<((id: string) => void) | null>(null);
