import { S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from 'aws-cdk-lib/cx-api';
import { CHECKLIST } from '../../../constructs/core/checklist';
import { fixOf, type ChecklistItem } from '../../../constructs/core/checklist-item';
import { ALARM_NEEDS } from '../../../constructs/core/items/alarm-needs';

/** What an id promises does not change: an app that passed yesterday must not fail tomorrow by an edit of the table. */
const PROMISED = [
  ['INS-01', 'error', 'all'],
  ['INS-02', 'error', 'production'],
  ['INS-03', 'error', 'all'],
  ['INS-04', 'error', 'all'],
  ['INS-05', 'error', 'all'],
  ['CFG-01', 'error', 'all'],
  ['CFG-02', 'error', 'all'],
  ['CFG-03', 'error', 'production'],
  ['PRV-01', 'error', 'production'],
  ['PRV-02', 'error', 'production'],
  ['PRV-03', 'error', 'production'],
  ['PRV-04', 'error', 'all'],
  ['PRV-05', 'warning', 'all'],
  ['DEP-01', 'error', 'all'],
  ['DEP-02', 'error', 'production'],
  ['DEP-03', 'error', 'all'],
  ['DEP-04', 'error', 'production'],
  ['DEP-05', 'error', 'production'],
  ['DEP-06', 'error', 'all'],
  ['HA-01', 'error', 'production'],
  ['HA-02', 'error', 'production'],
  ['HA-03', 'error', 'production'],
  ['HA-04', 'error', 'production'],
  ['HA-05', 'error', 'all'],
  ['HA-06', 'error', 'all'],
  ['HA-07', 'error', 'production'],
  ['HA-08', 'error', 'production'],
  ['HA-09', 'warning', 'production'],
  ['SCL-01', 'error', 'all'],
  ['SCL-02', 'error', 'production'],
  ['SCL-03', 'error', 'all'],
  ['SCL-04', 'error', 'production'],
  ['SCL-05', 'error', 'production'],
  ['SCL-06', 'warning', 'production'],
  ['PRF-01', 'error', 'production'],
  ['PRF-02', 'error', 'production'],
  ['PRF-03', 'warning', 'all'],
  ['PRF-04', 'error', 'all'],
  ['NET-01', 'error', 'all'],
  ['NET-02', 'error', 'all'],
  ['NET-03', 'error', 'all'],
  ['NET-04', 'error', 'all'],
  ['NET-05', 'error', 'production'],
  ['NET-06', 'error', 'all'],
  ['NET-07', 'error', 'production'],
  ['NET-08', 'warning', 'production'],
  ['SEC-01', 'error', 'all'],
  ['SEC-02', 'error', 'all'],
  ['SEC-03', 'error', 'all'],
  ['SEC-04', 'error', 'all'],
  ['SEC-05', 'error', 'all'],
  ['SEC-06', 'error', 'production'],
  ['SEC-07', 'error', 'all'],
  ['SEC-08', 'error', 'production'],
  ['SEC-09', 'error', 'all'],
  ['SEC-10', 'error', 'all'],
  ['SEC-11', 'error', 'all'],
  ['SEC-12', 'error', 'production'],
  ['MET-01', 'error', 'production'],
  ['MET-02', 'error', 'production'],
  ['MET-03', 'error', 'production'],
  ['MET-04', 'error', 'production'],
  ['MET-05', 'error', 'production'],
  ['MET-06', 'error', 'all'],
  ['MET-07', 'error', 'all'],
  ['MET-08', 'error', 'all'],
  ['MET-09', 'error', 'production'],
  ['MET-10', 'warning', 'production'],
  ['MET-11', 'warning', 'production'],
  ['MET-12', 'error', 'production'],
  ['LOG-01', 'error', 'all'],
  ['LOG-02', 'error', 'production'],
  ['LOG-03', 'error', 'all'],
  ['LOG-04', 'error', 'all'],
  ['LOG-05', 'error', 'production'],
  ['LOG-06', 'error', 'production'],
  ['LOG-07', 'error', 'all'],
  ['BAK-01', 'error', 'production'],
  ['BAK-02', 'error', 'production'],
  ['BAK-03', 'error', 'production'],
  ['BAK-04', 'error', 'production'],
  ['BAK-05', 'error', 'production'],
  ['BAK-06', 'error', 'production'],
  ['BAK-07', 'error', 'production'],
  ['STA-01', 'error', 'all'],
  ['STA-02', 'warning', 'production'],
  ['STA-03', 'error', 'production'],
  ['STA-04', 'error', 'all'],
  ['STA-05', 'warning', 'production'],
  ['COST-01', 'error', 'production'],
  ['COST-02', 'warning', 'all'],
  ['COST-03', 'warning', 'all'],
  ['DOC-01', 'error', 'all'],
  ['DOC-02', 'error', 'all'],
  ['DOC-03', 'warning', 'all'],
  ['TST-01', 'warning', 'production'],
  ['TST-02', 'warning', 'production'],
  ['WAIVER-01', 'error', 'all'],
  ['WAIVER-02', 'warning', 'all'],
  ['WAIVER-03', 'error', 'all'],
] as const;

const ITEMS: [string, ChecklistItem][] = Object.entries(CHECKLIST);

/** The ids of the items of which something does not hold. */
function failing(holds: (item: ChecklistItem, id: string) => boolean): string[] {
  return ITEMS.filter(([id, item]) => !holds(item, id)).map(([id]) => id);
}

test('ids, severities and tiers are those that were promised, in their order', () => {
  expect(ITEMS.map(([id, { severity, tiers }]) => [id, severity, tiers])).toEqual(PROMISED);
});

test('no two items give the same reason', () => {
  expect(new Set(ITEMS.map(([, { why }]) => why)).size).toBe(ITEMS.length);
});

test('no two items promise the same', () => {
  expect(new Set(ITEMS.map(([, { title }]) => title)).size).toBe(ITEMS.length);
});

test('every item stands in the area of its id', () => {
  expect(failing((item, id) => id.replace(/-\d+$/, '') === item.area)).toEqual([]);
});

test('a promise is short and no sentence with a full stop', () => {
  expect(failing(({ title }) => /^[A-Z][^.]{5,70}[^.\s]$/.test(title))).toEqual([]);
});

test.each(['why', 'decidedBy', 'withSeaworthy', 'withCdk'] as const)('%s is made of sentences', (key) => {
  expect(failing((item) => /^\S.*\.$/.test(item[key]) && !/\.\.|\s\s|\n/.test(item[key]))).toEqual([]);
});

test('every item stands on a page of AWS or of the SRE books', () => {
  const page = /^https:\/\/(docs\.aws\.amazon\.com|aws\.amazon\.com|sre\.google)\/[\w./-]+(\.html|\/)$/;
  expect(failing(({ documentation }) => page.test(documentation))).toEqual([]);
});

test('who is sent to add an alarm is told all that an alarm needs', () => {
  const asked = failing(({ withCdk }) => !withCdk.includes('an Alarm with addAlarmAction'));
  expect(asked).toEqual(['SCL-05', 'MET-01', 'MET-02', 'MET-03', 'MET-04', 'MET-05', 'MET-10', 'MET-12', 'BAK-06']);
  expect(asked.filter((id) => !CHECKLIST[id as keyof typeof CHECKLIST].withCdk.endsWith(ALARM_NEEDS))).toEqual([]);
});

test.each(['LOG-07', 'SEC-09'] as const)('%s names the flag without which the other one is missed', (id) => {
  expect(CHECKLIST[id].withCdk).toContain(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY);
});

test('the fix joins both ways', () => {
  const item = CHECKLIST['HA-08'];
  expect(fixOf(item)).toBe(`${item.withSeaworthy} With plain CDK: ${item.withCdk}`);
});
