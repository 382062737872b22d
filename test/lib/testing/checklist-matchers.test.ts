import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { RootConstruct } from 'constructs';
import { waive } from '../../../constructs/core/waivers';
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
      /^Shop misses \d+ of the checklist:\n\n[\s\S]*error Seaworthy::SEC-09 Buckets are private\n {2}at: {7}Shop\/Goods\/Resource\s[\s\S]*waive: {4}waive: \[\{ item: 'Seaworthy::SEC-09'/,
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

test('a construct outside an App is refused', () => {
  const error = thrownBy(() => judgementOf(new RootConstruct('Lone')));
  expect(error.code).toBe('AppMissing');
});
