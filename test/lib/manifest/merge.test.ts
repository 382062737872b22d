import { isGroup, merge } from '../../../lib/manifest/merge';

test.each<[string, unknown, unknown, unknown]>([
  ['groups of keys are merged key by key', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
  ['a list is replaced, not lengthened', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['a value takes the place of a group', { a: { b: 1 } }, { a: false }, { a: false }],
  ['a group takes the place of a value', { a: true }, { a: { b: 1 } }, { a: { b: 1 } }],
  ['what is left out stays', { a: 1, b: 2 }, { a: undefined }, { a: 1, b: 2 }],
  ['nothing over something', { a: 1 }, undefined, { a: 1 }],
  ['something over nothing', undefined, { a: 1 }, { a: 1 }],
])('%s', (_name, base, over, merged) => {
  const copies = structuredClone([base, over]);
  expect(merge(base, over)).toEqual(merged);
  expect([base, over]).toEqual(copies);
});

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  ['a', false],
  [undefined, false],
])('is %j a group of keys? %s', (value, expected) => expect(isGroup(value)).toBe(expected));
