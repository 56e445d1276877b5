import { useRoute } from "wouter";
import { BoardList } from "./BoardList";
import { BoardPage } from "./BoardPage";
import { JoinBoard } from "./JoinBoard";

/** The reader's boards at `/boards`, each at `/boards/ID`, and the page of an invitation at `/boards/join`. */
export default function BoardsPage() {
  const [isJoin] = useRoute("/boards/join");
  const [isOne, one] = useRoute("/boards/:id/*?");
  if (isJoin) return <JoinBoard />;
  return isOne ? <BoardPage key={one.id} id={one.id} /> : <BoardList />;
}
