import type { ApolloClient } from "@apollo/client";
import { MarkedPicturesDocument, MarkOfPlanDocument } from "./MarkedPictures.generated";

/**
 * Returns the addresses from which the results of a task are downloaded, given those of its images: where the
 * reader's plan says so, those of copies with a visible mark, which the server then makes.
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
