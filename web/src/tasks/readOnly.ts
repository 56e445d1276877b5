import { createContext, useContext } from "react";

/** True where another user's tasks are shown: nothing can be changed, deleted or made from them. */
export const ReadOnly = createContext(false);

export const useReadOnly = () => useContext(ReadOnly);
