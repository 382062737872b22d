import fc from 'fast-check';
import { mayEqual } from '../../../lib/checklist/relations/text-patterns';

const text = (...characters: string[]) =>
  fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((all) => all.join(''));

test.each([
  ['latest', 'latest', true],
  ['latest', 'late', false],
  ['la*', 'latest', true],
  ['*', '', true],
  ['**', '', true],
  ['v*', 'latest', false],
  ['*-prod', 'orders-*', true],
  ['a*b', '*c', false],
  ['', 'a*', false],
])('%s and %s: %s', (one, other, expected) => {
  expect(mayEqual(one, other)).toBe(expected);
  expect(mayEqual(other, one)).toBe(expected);
});

test('a plain text fits a pattern as it fits the regular expression', () => {
  fc.assert(
    fc.property(text('a', 'b'), text('a', 'b', '*'), (plain, pattern) => {
      const expression = new RegExp(`^${pattern.replace(/\*+/g, '.*')}$`);
      expect(mayEqual(plain, pattern)).toBe(expression.test(plain));
    }),
  );
});

test('patterns that a text fits have it in common', () => {
  fc.assert(
    fc.property(text('a', 'b'), text('a', 'b', '*'), text('a', 'b', '*'), (plain, one, other) => {
      fc.pre(mayEqual(plain, one) && mayEqual(plain, other));
      expect(mayEqual(one, other)).toBe(true);
    }),
  );
});

test('long patterns take no more than a moment', () => {
  expect(mayEqual(`${'*a'.repeat(400)}b`, 'a'.repeat(2000))).toBe(false);
});
