import type { IApplyRule } from 'cdk-nag/lib/nag-pack';
import { AwsSolutionsChecks } from 'cdk-nag/lib/packs/aws-solutions';

const ASKED_FOR = /\bnode instanceof \w+\.(\w+)/g;

/** The classes that each rule asks a resource for, read once from the rule itself. */
const classesByRule = new WeakMap<object, ReadonlySet<string>>();

/**
 * AwsSolutions, asking each rule only about resources that it has something to say of. A rule begins with
 * `node instanceof aws_x.CfnY`, which loads all of a service's classes to find that a resource is none of them: with 131
 * rules, most of the pack's time. A rule that asks in another way is asked about everything.
 */
export class LeanAwsSolutionsChecks extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule): void {
    const classes = classesOf(Reflect.get(params, 'rule'));
    if (classes.size === 0 || isOneOf(params.node, classes)) {
      super.applyRule(params);
    }
  }
}

function classesOf(rule: object): ReadonlySet<string> {
  const known = classesByRule.get(rule);
  if (known !== undefined) {
    return known;
  }
  const classes = new Set([...Function.prototype.toString.call(rule).matchAll(ASKED_FOR)].map(([, name = '']) => name));
  classesByRule.set(rule, classes);
  return classes;
}

function isOneOf(node: object, classes: ReadonlySet<string>): boolean {
  for (let type = parentOf(node); type !== null; type = parentOf(type)) {
    if (classes.has(type.constructor.name)) {
      return true;
    }
  }
  return false;
}

function parentOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}
