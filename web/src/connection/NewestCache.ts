import { type Cache, InMemoryCache, type OperationVariables } from "@apollo/client";

/**
 * A cache in which the newest truth stays. What was read before a change may arrive after the change's event: of each
 * object that is known from a later time, by `updatedAt`, an answer then leaves all as it is. Events come in order, and
 * are believed.
 */
export class NewestCache extends InMemoryCache {
  override write<Data = unknown, Variables extends OperationVariables = OperationVariables>(
    options: Cache.WriteOptions<Data, Variables>,
  ) {
    const { dataId, result } = options;
    if (dataId === "ROOT_SUBSCRIPTION") return super.write(options);
    return super.write({ ...options, result: this.#withoutOld(result) as typeof result });
  }

  /** The result, with nothing but its id of what is known from a later time. */
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
