/** The maximum length of a board's name and of its description. */
export const maxNameChars = 100;
export const maxDescriptionChars = 2000;
