import { App, Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { LeanAwsSolutionsChecks } from '../../../lib/environment/aws-solutions';

type Report = ReturnType<AwsSolutionsChecks['validateScope']>;

/** Props in which every property is there, with the same value. */
function propsOf(value: unknown): object {
  return new Proxy({}, { get: (_target, key) => (typeof key === 'string' && key !== 'tags' ? value : undefined) });
}

/** Makes a resource with some props that its class takes; true when there are such. */
function makeOne(
  stack: Stack,
  id: string,
  Type: new (scope: Stack, id: string, props: object) => CfnResource,
): boolean {
  return [undefined, 'x', []].some((value) => {
    try {
      new Type(stack, id, propsOf(value));
      return true;
    } catch {
      stack.node.tryRemoveChild(id);
      return false;
    }
  });
}

/** One resource of every class that a rule of the pack asks for. */
function everyKind(): Stack {
  const stack = new Stack(new App(), 'Stack');
  for (const [service, module] of Object.entries(cdk).filter(([name]) => name.startsWith('aws_'))) {
    for (const [name, type] of Object.entries(module as object).filter(([one]) => NAMES.has(one))) {
      const isMade = makeOne(stack, `${service}-${name}`, type as Parameters<typeof makeOne>[2]);
      made.add(isMade ? name : '');
    }
  }
  return stack;
}

const NAMES = new Set<string>();
const made = new Set<string>();
const SOURCES: string[] = [];

class Spy extends AwsSolutionsChecks {
  protected override applyRule(params: Parameters<AwsSolutionsChecks['applyRule']>[0]): void {
    SOURCES.push(Function.prototype.toString.call(Reflect.get(params, 'rule')));
  }
}

function findings({ violations }: Report): string[] {
  return violations
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    )
    .sort();
}

// Some of these classes are deprecated, and say so.
beforeAll(() => jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

test('finds what AwsSolutions finds, on a resource of every class that its rules ask for', () => {
  const probe = new Stack(new App(), 'Probe');
  new CfnResource(probe, 'Any', { type: 'Any::Thing::AtAll' });
  new Spy(probe).validateScope(probe);
  SOURCES.flatMap((text) => [...text.matchAll(/\bnode instanceof \w+\.(\w+)/g)]).forEach(([, name = '']) =>
    NAMES.add(name),
  );
  expect(SOURCES.length).toBeGreaterThan(100);
  expect(NAMES.size).toBeGreaterThan(50);

  const stack = everyKind();
  const whole = findings(new AwsSolutionsChecks(stack).validateScope(stack));
  expect(made.size).toBeGreaterThan(NAMES.size * 0.9);
  expect(whole.length).toBeGreaterThan(80);
  expect(findings(new LeanAwsSolutionsChecks(stack).validateScope(stack))).toEqual(whole);
});
