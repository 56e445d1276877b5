import type { BoardQuery } from "./Board.generated";

/** The board whose page is open. */
export type OpenBoard = NonNullable<BoardQuery["board"]>;
