import fc from 'fast-check';
import { filtered } from '../../../lib/report/html/client/filter';
import { modelOf } from '../../../lib/report/html/client/model';
import { hashOf, toggled, viewOf, WHOLE, type View } from '../../../lib/report/html/client/view';
import { pageDataOf } from '../../../lib/report/html/encoding';
import { STATES } from '../../../lib/report/html/kinds';
import { plainApp } from './html-judgements';

const model = modelOf(pageDataOf(plainApp()));

const shown = (part: Partial<View>) => filtered(model, { ...WHOLE, ...part });

describe('the address', () => {
  test('holds a view', () => {
    const view: View = {
      panel: 'resources',
      area: ['NET', 'SEC'],
      state: ['error'],
      tier: ['production'],
      stack: 'Production/Orders',
      search: 'tcp 22 & more',
      resource: 'Network.template.json#Doors',
    };
    expect(hashOf(view)).toBe(
      'view=resources&area=NET,SEC&state=error&tier=production&stack=Production/Orders&q=tcp+22+%26+more' +
        '&resource=Network.template.json%23Doors',
    );
    expect(viewOf(`#${hashOf(view)}`)).toEqual(view);
  });

  test('is empty for the whole', () => {
    expect(hashOf(WHOLE)).toBe('');
    expect(viewOf('')).toEqual(WHOLE);
  });

  test('holds any view', () => {
    const text = fc.string({ unit: 'grapheme' });
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Z]{1,6}$/), { maxLength: 4 });
    const views = fc.record({
      panel: fc.constantFrom('outcomes' as const, 'resources' as const, 'exceptions' as const),
      area: names,
      state: fc.subarray([...STATES]),
      tier: names,
      stack: text,
      search: text,
      resource: text,
    });
    fc.assert(fc.property(views, (view) => expect(viewOf(`#${hashOf(view)}`)).toEqual(view)));
  });

  test('is never refused: what is no text is replaced', () => {
    expect(hashOf({ ...WHOLE, search: 'a\ud800b' })).toBe('q=a%EF%BF%BDb');
    expect(viewOf('#view=nowhere&state=bad,met&area=,&%')).toEqual({ ...WHOLE, state: ['met'] });
  });

  test('that names a place of the page changes no view', () => {
    expect(viewOf('#outcomes')).toBeUndefined();
  });

  test('takes a value in and out', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});

describe('a filter', () => {
  test('lets everything through by default', () => {
    expect(shown({}).entries).toEqual(model.entries);
    expect(shown({}).idle).toEqual(model.idle);
  });

  test('by area, state, tier and stack', () => {
    expect(new Set(shown({ area: ['NET', 'SEC'] }).entries.map(({ item }) => item.area))).toEqual(
      new Set(['NET', 'SEC']),
    );
    expect(new Set(shown({ state: ['waived', 'met'] }).entries.map(({ kind }) => kind))).toEqual(
      new Set(['waived', 'met']),
    );
    const staging = shown({ tier: ['staging'] }).entries;
    expect(new Set(staging.map(({ subject }) => subject.stack.path))).toEqual(new Set(['Data']));
    expect(shown({ stack: 'Data' }).entries).toEqual(staging);
  });

  test('by words, all of them, in whatever is known of an outcome', () => {
    const found = (search: string) => shown({ search }).entries;
    expect(found('aws::rds encrypted').every(({ subject }) => subject.resource === 'Orders')).toBe(true);
    expect(found('Seaworthy::SEC-03 data/orders')).toHaveLength(1);
    expect(found('old bastion team-net').map(({ kind }) => kind)).toEqual(['waived']);
    expect(found('data-stack.ts:12').length).toBeGreaterThan(0);
    expect(found('nothing says this')).toEqual([]);
  });

  test('says what each choice would let through beside the other filters', () => {
    const { counts, entries } = shown({ area: ['NET'], state: ['error'] });
    expect(counts.area.get('NET')).toBe(entries.length);
    expect(counts.area.get('SEC')).toBe(shown({ area: ['SEC'], state: ['error'] }).entries.length);
    expect(counts.state.get('met') ?? 0).toBe(shown({ area: ['NET'], state: ['met'] }).entries.length);
    expect(counts.stack.get('Data') ?? 0).toBe(
      shown({ area: ['NET'], state: ['error'], stack: 'Data' }).entries.length,
    );
  });

  test('keeps items that apply to nothing apart', () => {
    const all = shown({ state: ['not-applicable'] });
    expect(all.entries).toEqual([]);
    expect(all.idle).toEqual(model.idle);
    expect(shown({ state: ['error'] }).idle).toEqual([]);
    expect(shown({ stack: 'Data' }).idle).toEqual([]);
    expect(new Set(shown({ area: ['SCL'] }).idle.map(([, , area]) => area))).toEqual(new Set(['SCL']));
  });
});

test('evidence finds the resources that bear it out', () => {
  const data = pageDataOf(plainApp());
  const [row, ...rest] = data.outcomes;
  if (row === undefined) {
    throw new TypeError('no outcome');
  }
  const named = data.strings.length;
  const changed = {
    ...data,
    strings: [...data.strings, 'Network.template.json#Key'],
    outcomes: [[...row.slice(0, 6), [named], row[7]] as never, ...rest],
  };
  const key = modelOf(changed).byKey.get('Network.template.json#Key');
  expect(key?.bearsOut).toHaveLength(1);
});
