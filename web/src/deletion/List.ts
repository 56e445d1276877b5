/** A list that hides deleted tasks at once. They return if the server refuses or the reader undoes the deletion. */
export interface List {
  hide: (ids: string[]) => void;
  unhide: (ids: string[]) => void;
}
