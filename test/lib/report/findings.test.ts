import { runInNewContext } from 'node:vm';
import { App, Stack, Validations } from 'aws-cdk-lib';
import fc from 'fast-check';
import { waive } from '../../../constructs/core/waivers';
import { acknowledgementFor, findingBlock, findingsText, messageOf, waiverFor } from '../../../lib/report/findings';
import { coloured } from '../../../lib/report/paint';
import { wrap } from '../../../lib/report/wrap';
import { BROKEN, FINDING, HOSTILE, sample } from './sample';

const ESCAPE = String.fromCharCode(27);

test('a finding is a block with everything that mends it', () => {
  expect(findingBlock({ ...FINDING, source: { file: 'lib/orders.ts', line: 12 } }).split('\n')).toEqual([
    'error Seaworthy::HA-06 Health checks find a sick target within a minute',
    '  at:       Stack/Group (Group in Stack.template.json, lib/orders.ts:12)',
    '  found:    every 60 s, unhealthy after 3 [Properties.HealthCheckIntervalSeconds]',
    '  expected: at most 60 s',
    '  fix:      Use ServiceTargetGroup.',
    '  docs:     https://docs.aws.amazon.com/health',
    "  waive:    waive(construct, [{ item: 'Seaworthy::HA-06', reason: '…', owner: '…', until: 'YYYY-MM-DD' }])",
    "  or:       Validations.of(scope).acknowledge({ id: 'Seaworthy::HA-06', reason: '… [owner=…]' })",
  ]);
});

test.each([
  ['waive', waiverFor, '… [owner=team-orders until=2027-03-31]'],
  ['Validations', acknowledgementFor, '… [owner=team-orders]'],
])('the waiver to paste runs on any construct: %s', (_, way, reason) => {
  const construct = new Stack(new App(), 'Stack');
  const filledIn = way('Seaworthy::HA-06')
    .replace("owner: '…'", "owner: 'team-orders'")
    .replace('owner=…', 'owner=team-orders')
    .replace('YYYY-MM-DD', '2027-03-31');
  runInNewContext(filledIn, { waive, Validations, construct, scope: construct });
  expect(construct.node.metadata.map(({ data }) => data as unknown)).toContainEqual({ 'Seaworthy::HA-06': reason });
});

test('the second waiver stands where it fits', () => {
  const ways = (width: number) => findingBlock(FINDING, undefined, width).match(/^ {2}(waive|or): .*$/gm);
  expect(ways(120)).toHaveLength(2);
  expect(ways(120)?.[1]).toBe(
    "  or:       Validations.of(scope).acknowledge({ id: 'Seaworthy::HA-06', reason: '… [owner=…]' })",
  );
  expect(ways(80)).toHaveLength(1);
});

test('what is unknown is left out', () => {
  const block = findingBlock({ ...FINDING, resource: null, path: '', expected: '', documentation: '', locations: [] });
  expect(block).toContain('at:       the app (Stack.template.json)\n  found:    every 60 s, unhealthy after 3\n  fix:');
  expect(block).not.toContain('docs:');
  expect(findingBlock({ ...FINDING, area: 'WAIVER' })).not.toContain('waive');
});

test('long texts go on below, in the same column', () => {
  const fix = 'Give each target group a health check that finds a sick target. '.repeat(4).trim();
  const lines = findingBlock({ ...FINDING, fix }, undefined, 60).split('\n');
  const at = lines.findIndex((line) => line.startsWith('  fix:'));
  expect(lines.slice(at, at + 3)).toEqual([
    '  fix:      Give each target group a health check that finds',
    '            a sick target. Give each target group a health',
    '            check that finds a sick target. Give each target',
  ]);
});

test('lines keep within the width where words allow it, and no word is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
      fc.integer({ min: 12, max: 80 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('no template commands the terminal', () => {
  const all = {
    title: HOSTILE,
    path: HOSTILE,
    resource: HOSTILE,
    template: HOSTILE,
    found: HOSTILE,
    expected: HOSTILE,
  };
  const block = findingBlock({ ...FINDING, ...all, fix: HOSTILE, documentation: HOSTILE, locations: [HOSTILE] });
  expect(block).not.toContain(ESCAPE);
  expect(block).not.toMatch(/[\r\u202E]/);
  expect(block).toContain('[31mred');
  expect(findingsText({ findings: [], broken: [{ ...BROKEN, error: HOSTILE, path: HOSTILE }] })).not.toContain(ESCAPE);
});

test('rules that failed come first, with their own error', () => {
  const text = findingsText(sample({ broken: [BROKEN] }));
  expect(text.split('\n').slice(0, 5)).toEqual([
    'error Seaworthy::HA-07 The rule itself failed',
    '  at:       Stack/Group (Stack.template.json)',
    '  error:    TypeError: x is not a function',
    '            at rule (rule.ts:1:2)',
    '',
  ]);
});

test('colours are a matter of the paint', () => {
  expect(findingBlock(FINDING)).not.toContain(ESCAPE);
  expect(findingBlock(FINDING, coloured)).toContain(`${ESCAPE}[31merror`);
});

test('the message leaves out an expectation that nobody stated', () => {
  expect(messageOf(FINDING)).toBe(
    'Health checks find a sick target within a minute: every 60 s, unhealthy after 3; expected at most 60 s',
  );
  expect(messageOf({ ...FINDING, expected: '' })).toBe(
    'Health checks find a sick target within a minute: every 60 s, unhealthy after 3',
  );
});
