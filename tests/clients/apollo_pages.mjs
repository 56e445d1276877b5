// Apollo Client's tests of `relayStylePagination` (src/utilities/policies/__tests__, MIT), for the client's `pages`.
import assert from 'node:assert/strict';
import { gql, InMemoryCache, isReference } from '@apollo/client';

const { pages } = await import(process.argv[2]);
const { merge, read } = pages();
const makeReference = (id) => ({ __ref: id });
const readField = (name, object) => object?.[name];
const options = { args: null, isReference, readField, canRead: () => true };
const noMore = { hasPreviousPage: false, hasNextPage: true };
const edge = (name, cursor = name) => ({ node: makeReference(name), cursor });
const ofEdges = (...edges) => ({ edges, nodes: edges.map(({ node }) => node) });
const page = (...names) => ({
  edges: names.map((name) => edge(name)),
  pageInfo: { ...noMore, startCursor: names[0], endCursor: names.at(-1) },
});
const reading = (edges, cursors) => read({ ...ofEdges(...edges), pageInfo: { ...noMore, ...cursors } }, options).pageInfo;

const three = ['A', 'B', 'C'].map((name) => edge(name, `cursor${name}`));
const isRead = (edges, cursors, startCursor, endCursor) =>
  assert.deepEqual(reading(edges, cursors), { ...noMore, startCursor, endCursor });
isRead(three, { startCursor: 'preferred' }, 'preferred', 'cursorC');
isRead(three, { endCursor: 'preferred' }, 'cursorA', 'preferred');
isRead(three, { startCursor: 'first', endCursor: 'last' }, 'first', 'last');
const empty = { startCursor: '', endCursor: '' };
const some = (...cursors) => cursors.map((cursor, place) => ({ node: makeReference(`${place}`), ...(cursor !== undefined && { cursor }) }));
isRead(some('', 'cursorB', '', 'cursorD', undefined), empty, 'cursorB', 'cursorD');
isRead(some('', '', '', 'cursorD', undefined), empty, '', 'cursorD');
isRead(some('cursorA'), empty, 'cursorA', 'cursorA');

const between = { ...noMore, startCursor: 'abc', endCursor: 'xyz' };
assert.deepEqual(merge(undefined, { pageInfo: between }, options), { edges: [], pageInfo: between });
const first = merge(undefined, page('alpha'), options);
const after = { ...options, args: { after: 'alpha' } };
assert.deepEqual(first, { ...page('alpha'), ...ofEdges(edge('alpha')) });
assert.deepEqual(merge(first, { ...page('omega'), pageInfo: { ...page('omega').pageInfo, hasPreviousPage: true } }, after), {
  ...ofEdges(edge('alpha'), edge('omega')),
  pageInfo: { ...noMore, startCursor: 'alpha', endCursor: 'omega' },
});
assert.deepEqual(merge(first, null, after), first);
assert.deepEqual(merge(null, page('alpha'), after), first);
const extra = (name, text) => ({ ...page(name), pageInfo: { ...page(name).pageInfo, extra: text } });
assert.equal(merge(merge(undefined, extra('alpha', 'existing'), options), extra('omega', 'incoming'), after).pageInfo.extra, 'incoming');

// The same with a cache, for lists of `nodes` and of `edges`.
const found = {};
const selections = { nodes: 'nodes { id }', edges: 'edges { cursor node { id } }', onlyNodes: 'edges { node { id } }' };
for (const [name, selection] of Object.entries(selections)) {
  const cache = new InMemoryCache({ typePolicies: { Query: { fields: { tasks: pages('where') } } } });
  const query = gql`query Tasks($after: String, $before: String, $where: String) {
    tasks(first: 20, after: $after, before: $before, where: $where) {
      ${selection} pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
  }`;
  const write = (from, to, variables = {}) => {
    const numbers = Array.from({ length: to - from }, (_, place) => from + place);
    const nodes = numbers.map((number) => ({ __typename: 'TaskRecord', id: String(number) }));
    const edges = nodes.map((node) => ({ __typename: 'TaskEdge', cursor: node.id, node }));
    const cursors = { startCursor: String(from), endCursor: String(to - 1) };
    const pageInfo = { __typename: 'PageInfo', ...cursors, hasNextPage: to < 60, hasPreviousPage: from > 0 };
    const tasks = { __typename: 'TaskConnection', nodes, edges, pageInfo };
    cache.writeQuery({ query, variables, data: { tasks } });
  };
  const ids = () => {
    const { nodes, edges } = cache.readQuery({ query }).tasks;
    return (nodes ?? edges.map(({ node }) => node)).map(({ id }) => Number(id));
  };
  const isUpTo = (to, from = 0) => assert.deepEqual(ids(), Array.from({ length: to - from }, (_, place) => from + place));
  cache.writeQuery({ query: gql`{ tasks(first: 20) { totalCount } }`, data: { tasks: { __typename: 'TaskConnection', totalCount: 60 } } });
  assert.equal(cache.readQuery({ query }), null); // counted, but not read yet
  write(20, 40);
  write(0, 20, { before: '20' });
  isUpTo(40);
  write(0, 20);
  for (const _ of ['once', 'twice']) write(20, 40, { after: '19' });
  found[name] = ids().length;
  isUpTo(40);
  write(40, 60, { after: '39' });
  isUpTo(60);
  write(20, 40, { after: '19' }); // read again: what follows may have changed
  isUpTo(40);
  write(0, 1, { where: 'other' });
  // The task whose cursor is sent is deleted.
  cache.evict({ id: 'TaskRecord:39' });
  for (const _ of ['once', 'twice']) write(40, 60, { after: '39' });
  assert.deepEqual(ids().slice(38), Array.from({ length: 21 }, (_, place) => place + 38 + (place > 0)));
}
console.log(JSON.stringify(found));
