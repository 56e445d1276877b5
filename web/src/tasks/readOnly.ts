import { createContext, useContext } from "react";

/** True where another user's tasks are shown: they cannot be changed, deleted or used for new tasks. */
export const ReadOnly = createContext(false);

export const useReadOnly = () => useContext(ReadOnly);
