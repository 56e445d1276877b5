import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { print } from "graphql";
import { useEffect, useRef, useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { authorization } from "../session/session";
import { VerifyImageDocument, type VerifyImageQuery } from "./VerifyImage.generated";

export type Found = VerifyImageQuery["verifyImage"];

/** Verifies a picture. A second one replaces the first, even before its answer. */
export function useVerification() {
  const errorText = useErrorText({ BAD_USER_INPUT: "error.INVALID_IMAGE" });
  const running = useRef<AbortController>(null);
  const [state, setState] = useState<{ image?: File; found?: Found; problem?: string }>({});
  useEffect(() => () => running.current?.abort(), []);

  async function verify(image: File) {
    running.current?.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    setState({ image });
    try {
      const found = await send(image, signal);
      if (!signal.aborted) setState({ image, found });
    } catch (error) {
      if (!signal.aborted) setState({ image, problem: errorText(error) });
    }
  }

  const { image, found, problem } = state;
  return { verify, image, found, problem, isRunning: Boolean(image && !found && !problem) };
}

/** Sends the picture as a file part: as a data URL it would be a third larger. */
async function send(image: File, signal: AbortSignal): Promise<Found> {
  const body = new FormData();
  const query = print(VerifyImageDocument);
  body.set("operations", JSON.stringify({ query, variables: { image: { file: null } } }));
  body.set("map", JSON.stringify({ image: ["variables.image.file"] }));
  body.set("image", image);
  const headers = { ...(await authorization()), "GraphQL-Preflight": "1" };
  const answer = await fetch("/graphql", { method: "POST", headers, body, signal });
  const result = await answer.json();
  if (result.errors) throw new CombinedGraphQLErrors(result);
  return result.data.verifyImage;
}
