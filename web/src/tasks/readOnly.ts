import { createContext, useContext } from "react";

/** True where tasks are someone else's: they are shown, and nothing is changed, deleted, or made of them. */
export const ReadOnly = createContext(false);

export const useReadOnly = () => useContext(ReadOnly);
