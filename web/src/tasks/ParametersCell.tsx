import { useFragment } from "@apollo/client/react";
import { parameterLine } from "./parameterLine";
import { TaskParameters_TaskFragmentDoc } from "./TaskParameters.generated";

/** The parameters of a task in a line, such as `seed 42 · steps 30`, once loaded. */
export function ParametersCell({ id }: { id: string }) {
  const { data, complete } = useFragment({
    fragment: TaskParameters_TaskFragmentDoc,
    from: { __typename: "TaskRecord", id },
  });
  if (!complete) return null;
  return parameterLine(data.parameters);
}
