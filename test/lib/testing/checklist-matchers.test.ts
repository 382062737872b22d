import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { RootConstruct } from 'constructs';
import { waive } from '../../../constructs/core/waivers';
import { ProductionChecklist, type ProductionChecklistProps } from '../../../lib/checklist/pack';
import '../../../lib/testing';
import { judgementOf } from '../../../lib/testing/judged';
import { thrownBy } from '../../_helpers/thrown-by';

function stackWithBucket(): { app: App; stack: Stack; bucket: Bucket } {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  return { app, stack, bucket: new Bucket(stack, 'Goods') };
}

describe('toPassChecklist', () => {
  test('shows each finding with its place, the fix and the waiver to paste', () => {
    const { stack } = stackWithBucket();
    expect(() => expect(stack).toPassChecklist()).toThrow(
      /^Shop misses \d+ of the checklist:\n\n[\s\S]*error Seaworthy::SEC-09 Buckets are private\n {2}at: {7}Shop\/Goods\/Resource\s[\s\S]*waive: {4}waive\(construct, \[\{ item: 'Seaworthy::SEC-09'/,
    );
  });

  test('looks at the construct and what is below it, and at nothing else', () => {
    const { app, stack } = stackWithBucket();
    const other = new Stack(app, 'Other', { description: 'Holds nothing', terminationProtection: true });
    waive(app, [{ item: 'Seaworthy::COST-01', reason: 'It costs nothing', owner: 'team-shop' }]);
    expect(other).toPassChecklist();
    expect(stack).not.toPassChecklist();
    expect(() => expect(other).not.toPassChecklist()).toThrow(
      'Other passes the checklist, and was expected to miss something',
    );
  });

  test('counts what is waived as waived', () => {
    const { stack, bucket } = stackWithBucket();
    expect(bucket).toHaveFinding('Seaworthy::SEC-09');
    waive(bucket, [{ item: 'Seaworthy::SEC-09', reason: 'It is a shop window', owner: 'team-shop' }]);
    expect(stack).not.toHaveFinding('Seaworthy::SEC-09');
  });
});

describe('toHaveFinding', () => {
  const { app, bucket } = stackWithBucket();

  test('finds by item and by the end of the path', () => {
    expect(app).toHaveFinding('Seaworthy::SEC-09');
    expect(app).toHaveFinding('Seaworthy::SEC-09', { path: 'Goods/Resource' });
    expect(bucket).not.toHaveFinding('Seaworthy::NET-03');
    expect(app).not.toHaveFinding('Seaworthy::SEC-09', { path: 'Bads/Resource' });
  });

  test('says what there is instead', () => {
    expect(() => expect(app).toHaveFinding('Seaworthy::NET-03')).toThrow(
      /^The app has no finding Seaworthy::NET-03; it has .*Seaworthy::SEC-09 at Shop\/Goods\/Resource/,
    );
    expect(() => expect(app).not.toHaveFinding('Seaworthy::SEC-09')).toThrow(
      /^The app has the finding Seaworthy::SEC-09, and was expected not to:\n\nerror Seaworthy::SEC-09/,
    );
  });
});

describe('an item', () => {
  const { app } = stackWithBucket();

  test('is found by its bare id too', () => {
    expect(app).toHaveFinding('SEC-09', { path: 'Goods/Resource' });
    expect(() => expect(app).not.toHaveFinding('SEC-09')).toThrow(/^The app has the finding Seaworthy::SEC-09,/);
  });

  test.each([
    ['Seaworthy::NET-3', "the checklist of this app has no item 'Seaworthy::NET-3'\n  fix: did you mean 'NET-03'?"],
    ['sec-09', "the checklist of this app has no item 'sec-09'\n  fix: did you mean 'SEC-09'?"],
    [
      'AwsSolutions-VPC7',
      "the checklist of this app has no item 'AwsSolutions-VPC7'\n  fix: see docs/checklist.md for the items",
    ],
    ['toString', "the checklist of this app has no item 'toString'\n  fix: see docs/checklist.md for the items"],
  ])('%s is refused, whatever is expected of it', (id, message) => {
    expect(thrownBy(() => expect(app).not.toHaveFinding(id))).toMatchObject({ code: 'UnknownItem', message });
    expect(thrownBy(() => expect(app).toHaveFinding(id)).code).toBe('UnknownItem');
  });

  test('that the profile switched off is refused: it is never found', () => {
    const { app: loose } = checkedBy({ items: { 'SEC-09': { off: 'the shop has no secrets' } } });
    expect(thrownBy(() => expect(loose).not.toHaveFinding('SEC-09'))).toMatchObject({
      code: 'ItemOff',
      message:
        'the profile of this app switched SEC-09 off: the shop has no secrets\n' +
        '  fix: ask for another item, or take it out of `items` of the profile',
    });
  });
});

function checkedBy(props: ProductionChecklistProps) {
  const made = stackWithBucket();
  Validations.of(made.app).addPlugins(new ProductionChecklist(undefined, { quiet: true, writeFiles: false, ...props }));
  return made;
}

describe('the checklist that is asked', () => {
  const SOFT: ProductionChecklistProps = { items: { 'SEC-09': 'warning' } };
  const severity = (scope: Stack) => judgementOf(scope).findings.find(({ item }) => item === 'SEC-09')?.severity;

  test('is the one that the app registered', () => {
    const { app, stack } = checkedBy(SOFT);
    expect(severity(stack)).toBe('warning');
    expect(app._validationPlugins).toHaveLength(1);
  });

  test('is the one that the app registered later', () => {
    const { app, stack } = stackWithBucket();
    expect(severity(stack)).toBe('error');
    Validations.of(app).addPlugins(new ProductionChecklist(app, { quiet: true, writeFiles: false, ...SOFT }));
    expect(severity(stack)).toBe('warning');
  });

  test('is the one of a stage, below it', () => {
    const app = new App();
    const stage = new Stage(app, 'Night');
    const stack = new Stack(stage, 'Shop');
    new Bucket(stack, 'Goods');
    Validations.of(stage).addPlugins(new ProductionChecklist(stage, { quiet: true, writeFiles: false, ...SOFT }));
    expect(severity(stack)).toBe('warning');
  });

  test('is the one of this library where there is none, and fails no synthesis behind it', () => {
    const { stack } = stackWithBucket();
    expect(stack).toHaveFinding('SEC-09');
    Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 1);
  });

  test('could not run', () => {
    const { stack } = checkedBy({});
    jest.spyOn(ProductionChecklist.prototype, 'validate').mockReturnValueOnce({ success: true, violations: [] });
    expect(thrownBy(() => expect(stack).toPassChecklist())).toMatchObject({
      code: 'NotJudged',
      message: expect.stringContaining('the synthesis ended without a judgement of the checklist') as string,
    });
  });
});

test('a construct outside an App is refused', () => {
  const error = thrownBy(() => judgementOf(new RootConstruct('Lone')));
  expect(error.code).toBe('AppMissing');
});

test.each<[string, unknown]>([
  ['object', {}],
  ['object', Object.create(null)],
  ['string', 'Shop'],
  ['undefined', undefined],
  ['null', null],
])('%s is refused: it is no construct', (got, received) => {
  expect(thrownBy(() => expect(received).toPassChecklist())).toMatchObject({
    code: 'AppMissing',
    message:
      `the checklist judges a construct in an App, got ${got}\n` +
      '  fix: hand expect() an App, or a construct below one: `const stack = new Stack(new App(), …)`',
  });
});

test('a runner without globals is handed the matchers', () => {
  const everywhere = globalThis as { expect?: unknown };
  const { expect: own } = everywhere;
  let handed: Record<string, unknown> = {};
  delete everywhere.expect;
  try {
    jest.isolateModules(() => {
      handed = jest.requireActual('../../../lib/testing');
    });
  } finally {
    everywhere.expect = own;
  }
  expect(Object.keys(handed).sort()).toEqual(['toHaveFinding', 'toPassChecklist']);
  expect(Object.values(handed).map((one) => typeof one)).toEqual(['function', 'function']);
});
