import type { MessageKey } from "../i18n/messages";

/** The keys while a picture is open, each with the text of what it does. */
export const pictureKeys: [string, MessageKey][] = [
  ["← →", "keys.neighbours"],
  ["↑ ↓", "keys.images"],
  ["+ −", "keys.zoom"],
  ["0", "keys.reset"],
  ["O", "keys.original"],
  ["C", "keys.compare"],
  ["S", "star.add"],
  ["B", "board.add"],
  ["F", "picture.fullScreen"],
  ["I", "picture.details"],
  ["1 – 5", "keys.rate"],
  ["Delete", "task.delete"],
  ["Esc", "keys.close"],
];

/** The actions that are not available for another user's tasks. */
export const changes: MessageKey[] = ["keys.rate", "star.add", "board.add", "task.delete"];
