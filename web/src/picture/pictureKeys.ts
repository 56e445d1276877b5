import type { MessageKey } from "../i18n/messages";

/** The keys while a picture is open, each with what it does. */
export const pictureKeys: [string, MessageKey][] = [
  ["← →", "keys.neighbours"],
  ["↑ ↓", "keys.images"],
  ["+ −", "keys.zoom"],
  ["0", "keys.reset"],
  ["O", "keys.original"],
  ["C", "keys.compare"],
  ["F", "picture.fullScreen"],
  ["I", "picture.details"],
  ["Delete", "task.delete"],
  ["Esc", "keys.close"],
];
