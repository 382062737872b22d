import { CHECKLIST } from '../../../constructs/core/checklist';
import type { ChecklistItem } from '../../../constructs/core/checklist-item';
import { itemPage, PAGE_WIDTH } from '../../../lib/report/item-page';
import type { Paint } from '../../../lib/report/paint';

const ITEM: ChecklistItem = {
  title: 'Nobody administers over open ports',
  area: 'NET',
  severity: 'error',
  tiers: 'all',
  why: 'SSH and remote desktop are the first ports that are attacked, and any port that is open to the world is an entrance.',
  decidedBy: 'No ingress of an AWS::EC2::SecurityGroup comes from 0.0.0.0/0.',
  withSeaworthy: 'Use SessionAccess.',
  withCdk: 'Leave Port.SSH closed.',
  documentation: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
};

test('a page says what an item is, why, what decides it, how to meet it and how to waive it', () => {
  expect(itemPage('NET-03', ITEM)).toBe(
    `NET-03: Nobody administers over open ports
error, every tier, networking

Why
  SSH and remote desktop are the first ports that are attacked, and any port that is open to the
  world is an entrance.

What decides it
  No ingress of an AWS::EC2::SecurityGroup comes from 0.0.0.0/0.

With Seaworthy
  Use SessionAccess.

With plain CDK
  Leave Port.SSH closed.

Waive it where it does not fit
  On any construct and all below it, with import { waive } from 'seaworthy':
    waive(construct, [
      { item: 'Seaworthy::NET-03', reason: '…', owner: '…', until: 'YYYY-MM-DD' },
    ]);
  As a prop of a construct of this library:
    waive: [{ item: 'Seaworthy::NET-03', reason: '…', owner: '…', until: 'YYYY-MM-DD' }],
  Without this library, with Validations of 'aws-cdk-lib':
    Validations.of(construct).acknowledge({
      id: 'Seaworthy::NET-03',
      reason: '… [owner=… until=YYYY-MM-DD]',
    });
  In a template that no CDK made, in the resource, or at the top for all of it:
    Metadata:
      Seaworthy:
        waivers:
          - item: Seaworthy::NET-03
            reason: …
            owner: …
            until: YYYY-MM-DD

Read on
  https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html`,
  );
});

test.each(['WAIVER-01', 'WAIVER-03'] as const)('of %s it says that nobody can waive it', (id) => {
  const page = itemPage(id, CHECKLIST[id]);
  expect(page).toContain(
    `Waive it where it does not fit\n  ${id} keeps the register of waivers honest. It cannot be waived.\n`,
  );
  expect(page).not.toContain('acknowledge({');
});

test.each([
  ['error', 'all', '<bad:error><quiet:, every tier, networking>'],
  ['warning', 'production', '<warning:warning><quiet:, production, networking>'],
] as const)('a page is painted: %s, %s', (severity, tiers, line) => {
  const paint: Paint = (meaning, text) => `<${meaning}:${text}>`;
  const lines = itemPage('NET-03', { ...ITEM, severity, tiers }, paint).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '<heading:NET-03: Nobody administers over open ports>',
    line,
    '',
    '<heading:Why>',
  ]);
});

test('an area without a name of its own stands as it is', () => {
  expect(itemPage('ACME-01', { ...ITEM, area: 'ACME' })).toContain('error, every tier, ACME\n');
});

test('no line of any page is too long, addresses left aside', () => {
  const lines = Object.entries(CHECKLIST).flatMap(([id, item]) => itemPage(id, item).split('\n'));
  expect(lines.filter((line) => line.length > PAGE_WIDTH && !/^ {2}https:\S+$/.test(line))).toEqual([]);
});
