/** Where tasks are shown: they disappear at once, and come back if the server refuses or the reader undoes it. */
export interface List {
  hide: (ids: string[]) => void;
  unhide: (ids: string[]) => void;
}
