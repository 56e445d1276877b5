export interface Paging {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

/** A page of a list that is ordered by its cursors, the greatest first. */
export function pageOf<Node>(all: Node[], cursorOf: (node: Node) => string, paging: Paging) {
  const { first, after, last, before } = paging;
  const rest = all.filter(
    (node) => (!after || cursorOf(node) < after) && (!before || cursorOf(node) > before),
  );
  const nodes = last ? rest.slice(-last) : rest.slice(0, first ?? 50);
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: all.at(-1) !== nodes.at(-1),
      hasPreviousPage: all[0] !== nodes[0],
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
