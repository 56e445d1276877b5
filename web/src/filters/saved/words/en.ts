import type { WordKey } from "./zh-CN";

const english: Record<WordKey, string> = {
  none: "No views yet. Save filters that you need often under a name, for all your devices.",
  hint: "Choose filters, a search or an order, then save them here.",
  full: "There are {most} views, the maximum. Delete one first.",
  notMoved:
    "{count} {count|view|views} of this browser could not be moved to your account. Delete some views, then open the page again.",
  name: "Name for these filters",
  newName: "New name",
  save: "Save",
  edit: "Rename or move: {name}",
  delete: "Delete view: {name}",
  up: "Move up: {name}",
  down: "Move down: {name}",
  taken: "There is another view called “{name}”. Choose another name.",
  changed: "“{name}” now has these filters.",
  elsewhere: "This view has filters that this page does not have",
};

export default english;
