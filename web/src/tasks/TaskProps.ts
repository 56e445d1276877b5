/** Of a task in the list, however it is shown. */
export interface TaskProps {
  id: string;
  selected: boolean;
  /** `range`: with all from the one chosen last. */
  onSelect: (id: string, selected: boolean, range: boolean) => void;
  onDelete: (id: string) => void;
}
