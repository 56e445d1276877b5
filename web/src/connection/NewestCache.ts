import { type Cache, InMemoryCache, type OperationVariables } from "@apollo/client";

/**
 * A cache that newer data never leave. An answer that was read before a change may arrive after the change's event. It
 * does not overwrite an object with a later `updatedAt`. Events arrive in order, so they always apply.
 */
export class NewestCache extends InMemoryCache {
  override write<Data = unknown, Variables extends OperationVariables = OperationVariables>(
    options: Cache.WriteOptions<Data, Variables>,
  ) {
    const { dataId, result } = options;
    if (dataId === "ROOT_SUBSCRIPTION") return super.write(options);
    return super.write({ ...options, result: this.#withoutOld(result) as typeof result });
  }

  /** The result, in which objects that the cache has from a later time are reduced to their ids. */
  #withoutOld(result: unknown): unknown {
    if (typeof result !== "object" || result === null) return result;
    if (Array.isArray(result)) return result.map((one) => this.#withoutOld(one));
    const { __typename, id, updatedAt } = result as Record<string, string | undefined>;
    if (updatedAt && updatedAt < this.#changedAt({ __typename, id })) return { __typename, id };
    return Object.fromEntries(Object.entries(result).map(([name, one]) => [name, this.#withoutOld(one)]));
  }

  #changedAt(object: { __typename: string | undefined; id: string | undefined }): string {
    let known = "";
    this.modify({
      id: this.identify(object),
      broadcast: false,
      fields: {
        updatedAt(value: string) {
          known = value;
          return value;
        },
      },
    });
    return known;
  }
}
