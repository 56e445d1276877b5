/** The props of a task in the list, in either view. */
export interface TaskProps {
  id: string;
  selected: boolean;
  /** `range` selects all tasks from the last selected one. */
  onSelect: (id: string, selected: boolean, range: boolean) => void;
  onDownload?: ((id: string) => void) | undefined;
  onDelete: (id: string) => void;
}
