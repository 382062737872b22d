import { App, type Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as exported from '../../constructs/index';
import type { Judgement } from '../../lib/checklist/judgement';
import { ProductionChecklist } from '../../lib/checklist/pack';
import { EVERY_CONSTRUCT, inEnvironment, inPlainStack, stacksOf, type Row } from '../_helpers/every-construct';
import { FLAG_SETS } from '../_helpers/stack';

type Place = 'an environment' | 'a plain stack';

/** An item that a row misses, and why it cannot be otherwise. */
interface Exception {
  readonly item: string;
  readonly reason: string;
  readonly holds: (row: Row, place: Place) => boolean;
}

const EXCEPTIONS: readonly Exception[] = [
  {
    item: 'COST-01',
    reason: 'Nobody but the user knows what an app may cost: a budget is there where SpendingGuard is',
    holds: ({ of }) => of !== exported.SpendingGuard,
  },
  {
    item: 'PRV-03',
    reason: 'Termination protection is a setting of the stack, which Environment puts on and a construct cannot',
    holds: (_, place) => place === 'a plain stack',
  },
  {
    item: 'PRV-04',
    reason: 'Service, environment, owner and cost centre are known to an Environment only',
    holds: (_, place) => place === 'a plain stack',
  },
  {
    item: 'HA-04',
    reason: 'A single NAT gateway is what this row asks for; who wants it in production waives the item',
    holds: ({ name }) => name === 'Network with egress single',
  },
  {
    item: 'TST-01',
    reason: 'What fails in a rehearsal is the service; InstanceService brings the experiment for its load balancer',
    holds: ({ name }) =>
      ['LoadBalancer, public', 'LoadBalancer for some address ranges', 'LoadBalancer in maintenance'].includes(name),
  },
];

/** What the checklist says of a stage as if it were the whole app. */
function judge(stage: Stage): Judgement {
  const pack = new ProductionChecklist(undefined, { quiet: true, writeFiles: false });
  const stacks = stacksOf(stage);
  pack.validate({
    appConstruct: stage,
    templatePaths: stacks.map(({ templateFullPath }) => templateFullPath),
    stackTemplates: stacks.map(({ hierarchicalId, templateFullPath }) => ({
      stackConstructPath: hierarchicalId,
      templatePath: templateFullPath,
      accountId: undefined,
      region: undefined,
    })),
  });
  return pack.judgement as Judgement;
}

describe.each([
  { place: 'an environment', make: inEnvironment, flags: FLAG_SETS[1] },
  { place: 'a plain stack', make: inPlainStack, flags: FLAG_SETS[0] },
] as const)('in $place', ({ place, make, flags }) => {
  const app = new App({ context: flags?.[1] });

  test.each(EVERY_CONSTRUCT)('$name meets the checklist', (row) => {
    const { findings, broken, met } = judge(make(app, row));
    const excepted = EXCEPTIONS.filter(({ holds }) => holds(row, place)).map(({ item }) => item);
    const missed = findings.map(({ item, path, resource, found }) => ({ item, path: `${path} (${resource})`, found }));

    expect(broken).toEqual([]);
    expect(missed.filter(({ item }) => !excepted.includes(item))).toEqual([]);
    expect(excepted.filter((item) => missed.every((one) => one.item !== item))).toEqual([]);
    expect(met.length).toBeGreaterThan(0);
  });
});

test('every exported construct has a row', () => {
  const classes = Object.values<unknown>(exported).filter(
    (value): value is Row['of'] => typeof value === 'function' && value.prototype instanceof Construct,
  );
  const covered = new Set<unknown>(EVERY_CONSTRUCT.map(({ of }) => of));
  expect(classes.length).toBeGreaterThan(0);
  expect(classes.filter((one) => !covered.has(one)).map(({ name }) => name)).toEqual([]);
});

test('no two rows have the same name', () => {
  const names = EVERY_CONSTRUCT.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});
