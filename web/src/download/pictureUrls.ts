import type { ApolloClient } from "@apollo/client";
import { MarkedPicturesDocument, MarkOfPlanDocument } from "./MarkedPictures.generated";

/**
 * Returns the addresses to download a task's results from, given those of its images. If the reader's plan requires a
 * visible mark, these are the addresses of marked copies, which the server then creates.
 */
export async function pictureUrls(
  client: ApolloClient,
  id: string,
  fullUrls: string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const { data: plan } = await client.query({ query: MarkOfPlanDocument });
  if (!plan?.viewer.plan.markImages) return fullUrls;
  const { data } = await client.query({
    query: MarkedPicturesDocument,
    variables: { id },
    fetchPolicy: "no-cache",
    context: { fetchOptions: { signal } },
  });
  return data?.task?.images.map(({ markedUrl }) => markedUrl) ?? fullUrls;
}
