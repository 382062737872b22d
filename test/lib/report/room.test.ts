import fc from 'fast-check';
import { fill, type Block } from '../../../lib/report/room';

function block(open: string, rows: readonly string[], close: string): Block {
  return { open, rows: rows.map((row) => () => row), close };
}

test('what fits is there, with its frame', () => {
  const blocks = [block('<', ['a', 'b'], '>'), block('[', [], ']'), block('(', ['c'], ')')];
  expect(fill(blocks, 100)).toEqual({ text: '<ab>(c)', left: 0 });
  expect(fill(blocks, 7)).toEqual({ text: '<ab>(c)', left: 0 });
});

test('from the first row that does not fit, all stay out', () => {
  const blocks = [block('<', ['a', 'bbbbb', 'c'], '>'), block('(', ['d'], ')')];
  expect(fill(blocks, 7)).toEqual({ text: '<a>', left: 3 });
  expect(fill(blocks, 2)).toEqual({ text: '', left: 4 });
  expect(fill(blocks, -1)).toEqual({ text: '', left: 4 });
});

test('never more than the room holds, and no row is lost', () => {
  const text = fc.stringMatching(/^[a-z]{0,9}$/);
  const row = text.map((one) => `${one};`);
  const blocks = fc.array(fc.tuple(text, fc.array(row), text).map(([open, rows, close]) => block(open, rows, close)));
  fc.assert(
    fc.property(blocks, fc.integer({ min: 0, max: 200 }), (some, room) => {
      const { text: filled, left } = fill(some, room);
      expect(filled.length).toBeLessThanOrEqual(room);
      expect(filled.split(';').length - 1 + left).toBe(some.reduce((sum, { rows }) => sum + rows.length, 0));
    }),
  );
});
