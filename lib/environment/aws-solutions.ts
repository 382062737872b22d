import type { IApplyRule } from 'cdk-nag/lib/nag-pack';
import { AwsSolutionsChecks } from 'cdk-nag/lib/packs/aws-solutions';

const ASKED_FOR = /\bnode instanceof \w+\.(\w+)/g;

/** Whether each rule has anything to say of a class of resources, found once for each pair. */
const concernsByClass = new Map<object, Map<object, boolean>>();

/** The classes that each rule asks a resource for, read once from the rule itself. */
const classesByRule = new WeakMap<object, ReadonlySet<string>>();

/**
 * AwsSolutions, asking each rule only about resources that it has something to say of. A rule begins with
 * `node instanceof aws_x.CfnY`, which loads all of a service's classes to find that a resource is none of them: with 131
 * rules, most of the pack's time. A rule that asks in another way is asked about everything.
 */
export class LeanAwsSolutionsChecks extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule): void {
    if (concernsResource(Reflect.get(params, 'rule'), params.node)) {
      super.applyRule(params);
    }
  }
}

function concernsResource(rule: object, node: object): boolean {
  const concerns = concernsByClass.get(node.constructor) ?? new Map<object, boolean>();
  concernsByClass.set(node.constructor, concerns);
  const known = concerns.get(rule);
  if (known !== undefined) {
    return known;
  }
  const isConcerned = isAskedFor(classesOf(rule), node);
  concerns.set(rule, isConcerned);
  return isConcerned;
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

function isAskedFor(classes: ReadonlySet<string>, node: object): boolean {
  if (classes.size === 0) {
    return true;
  }
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
