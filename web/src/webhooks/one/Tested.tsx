import type { ComponentProps } from "react";
import { Outcome } from "../deliveries/Outcome";
import { useWords } from "../words/useWords";

/** How the test event has fared so far. */
export function Tested(props: ComponentProps<typeof Outcome>) {
  const words = useWords();
  return (
    <p role="status">
      {words("tested")} <Outcome {...props} />
    </p>
  );
}
