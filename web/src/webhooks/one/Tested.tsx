import type { ComponentProps } from "react";
import { Outcome } from "../deliveries/Outcome";
import { useWords } from "../words/useWords";

/** The state of the test event. */
export function Tested(props: ComponentProps<typeof Outcome>) {
  const words = useWords();
  return (
    <p role="status">
      {words("tested")} <Outcome {...props} />
    </p>
  );
}
