import { CfnOutput, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { contextOf, tierOf } from '../../../constructs/core/context';
import { withDefaults } from '../../../constructs/core/defaults';
import { SeaworthyError } from '../../../constructs/core/errors';
import { metadataOf } from '../../../constructs/core/metadata';
import { checkProps, type PropRule } from '../../../constructs/core/props';
import { findShared, offerShared, shared } from '../../../constructs/core/shared';
import { perTier, Tier } from '../../../constructs/core/tier';
import { waive } from '../../../constructs/core/waivers';
import { thrownBy } from '../../_helpers/thrown-by';
import { templateOf, testStack, testStage } from '../../_helpers/stack';

describe('tier', () => {
  test('is production in a plain stack', () => {
    expect(tierOf(new Stack())).toBe(Tier.PRODUCTION);
  });

  test('is that of the environment', () => {
    expect(tierOf(testStack({ tier: Tier.DEVELOPMENT }))).toBe(Tier.DEVELOPMENT);
    expect(contextOf(testStack())?.owner).toBe('team-orders');
  });
});

describe('withDefaults', () => {
  interface Props {
    readonly days?: number;
    readonly copies?: number;
    readonly name: string;
  }
  const defaults = { days: 30, copies: perTier(3, 2, 1) };

  test('fills what is missing and takes the value of the tier', () => {
    expect(withDefaults<Props, typeof defaults>({ name: 'a' }, defaults, Tier.STAGING)).toEqual({
      name: 'a',
      days: 30,
      copies: 2,
    });
  });

  test('an explicit undefined does not erase a default', () => {
    expect(withDefaults<Props, typeof defaults>({ name: 'a', days: undefined }, defaults).days).toBe(30);
  });

  test('a given zero stays', () => {
    expect(withDefaults<Props, typeof defaults>({ name: 'a', days: 0 }, defaults).days).toBe(0);
  });
});

describe('checkProps', () => {
  interface Props {
    readonly min: number;
    readonly max: number;
  }
  const rules: PropRule<Props>[] = [
    {
      code: 'MinTooSmall',
      reads: ['min'],
      fails: (p) => p.min < 1,
      message: (p) => `min must be 1 or more, got ${p.min}`,
    },
    {
      code: 'MaxBelowMin',
      reads: ['min', 'max'],
      fails: (p) => p.max < p.min,
      message: (p) => `max must be at least min (${p.min}), got ${p.max}`,
    },
  ];

  test('one failure carries its own code, path and text', () => {
    const scope = new Construct(new Stack(undefined, 'S'), 'C');
    const error = thrownBy(() => checkProps(scope, { min: 3, max: 2 }, rules));
    expect(error.code).toBe('MaxBelowMin');
    expect(error.path).toBe('S/C');
    expect(error.message).toBe('max must be at least min (3), got 2\n  at: S/C');
  });

  test('all failures stand in one throw', () => {
    const scope = new Construct(new Stack(undefined, 'S'), 'C');
    const error = thrownBy(() => checkProps(scope, { min: 0, max: -1 }, rules));
    expect(error.code).toBe('InvalidProps');
    expect(error.message).toBe(
      '2 props are wrong:\n' +
        '  - min must be 1 or more, got 0 [MinTooSmall]\n' +
        '  - max must be at least min (0), got -1 [MaxBelowMin]\n' +
        '  at: S/C',
    );
  });

  test('tokens are skipped, also inside lists', () => {
    const scope = new Stack();
    expect(() => checkProps(scope, { min: Lazy.number({ produce: () => 9 }), max: -1 }, rules.slice(1))).not.toThrow();
    const lists: PropRule<{ names: string[] }>[] = [
      { code: 'X', reads: ['names'], fails: () => true, message: () => 'names' },
    ];
    expect(() => checkProps(scope, { names: ['a', Lazy.string({ produce: () => 'b' })] }, lists)).not.toThrow();
  });
});

describe('errors', () => {
  test('the text holds what, where and how to mend', () => {
    const scope = new Stack(undefined, 'S');
    const cause = new TypeError('inner');
    const error = new SeaworthyError('Code', 'port must be known', { scope, fix: 'give a port', cause });
    expect(error.message).toBe('port must be known\n  at: S\n  fix: give a port');
    expect(error.cause).toBe(cause);
    expect(error.fix).toBe('give a port');
  });
});

describe('waive', () => {
  const waiver = {
    item: 'Seaworthy::NET-05',
    reason: ' Endpoints are shared ',
    owner: 'team-orders',
    until: '2027-03-31',
  };

  test('acknowledges under the namespaced id and writes the register into the template', () => {
    const stack = testStack();
    const topic = new Topic(stack, 'Topic');
    waive(topic, [waiver]);
    expect(topic.node.metadata.map(({ data }) => data as unknown)).toContainEqual(
      expect.objectContaining({ 'Seaworthy::NET-05': 'Endpoints are shared [owner=team-orders until=2027-03-31]' }),
    );
    expect(templateOf(stack).toJSON().Metadata).toEqual({
      Seaworthy: { waivers: [{ path: 'Test/Stack/Topic', ...waiver }] },
    });
  });

  test('above the stacks it reaches the template of each', () => {
    const stage = testStage();
    waive(stage, [waiver]);
    const stacks = ['One', 'Two'].map((id) => new Stack(stage, id));
    stacks.forEach((stack) => new CfnOutput(stack, 'Out', { value: 'x' }));
    for (const stack of stacks) {
      templateOf(stack);
      expect(metadataOf(stack).waivers).toEqual([{ path: 'Test', ...waiver }]);
    }
  });

  test.each([
    [
      { item: 'NET-05' },
      'WaiverWithoutNamespace',
      "item must name the pack and the rule, like Seaworthy::NET-05, got 'NET-05'",
    ],
    [{ reason: '  ' }, 'WaiverWithoutReason', "reason of the waiver of Seaworthy::NET-05 must say why, got '  '"],
    [
      { owner: 'team orders' },
      'WaiverWithoutOwner',
      "owner of the waiver of Seaworthy::NET-05 must be one word, got 'team orders'",
    ],
    [
      { until: '2027-02-30' },
      'WaiverEndMalformed',
      "until of the waiver of Seaworthy::NET-05 must be a day like 2027-03-31, got '2027-02-30'",
    ],
  ])('refuses %j', (wrong, code, text) => {
    const error = thrownBy(() => waive(testStack(), [{ ...waiver, ...wrong }]));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${text}\n  at: Test/Stack`);
  });
});

describe('shared', () => {
  test('serves its own stack first, then the stage, never another place', () => {
    const stage = testStage();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const far = new Stack(stage, 'Far', { env: { account: '111122223333', region: 'us-east-1' } });
    const make = (stack: Stack) => {
      const made = new Topic(stack, 'Shared');
      offerShared(made, 'topic');
      return made;
    };
    const first = shared(one, 'topic', make);
    expect(shared(one, 'topic', make)).toBe(first);
    expect(findShared(two, 'topic')).toBe(first);
    expect(shared(far, 'topic', make)).not.toBe(first);
    const own = make(two);
    expect(findShared(two, 'topic')).toBe(own);
    expect(findShared(one, 'topic')).toBe(first);
  });

  test('does not cross stages', () => {
    const topic = new Topic(testStack(), 'Shared');
    offerShared(topic, 'topic');
    expect(findShared(testStack(), 'topic')).toBeUndefined();
    expect(Stage.of(topic)).toBeDefined();
  });
});
