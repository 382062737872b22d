import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from './errors';

/** One thing that props must hold to. */
export interface PropRule<P> {
  /** What is wrong, in PascalCase. */
  readonly code: string;
  /** The props that the rule reads: it is skipped when one of them is a token, whose value nobody knows yet. */
  readonly reads: readonly (keyof P & string)[];
  /** True when the props break the rule. */
  fails(props: P): boolean;
  /** What is wrong, what was got, what is allowed. Begins with the name of the prop. */
  message(props: P): string;
}

/** Checks props against all rules and throws once, with every failure listed. */
export function checkProps<P extends object>(
  scope: IConstruct | undefined,
  props: P,
  rules: readonly PropRule<P>[],
): void {
  const broken = rules.filter((rule) => rule.reads.every((name) => isKnown(props[name])) && rule.fails(props));
  const [first, ...others] = broken;
  if (first === undefined) {
    return;
  }
  if (others.length === 0) {
    throw new SeaworthyError(first.code, first.message(props), { scope });
  }
  const lines = broken.map((rule) => `  - ${rule.message(props)} [${rule.code}]`);
  throw new SeaworthyError('InvalidProps', `${broken.length} props are wrong:\n${lines.join('\n')}`, { scope });
}

function isKnown(value: unknown): boolean {
  return !Token.isUnresolved(value) && !(Array.isArray(value) && value.some((one) => Token.isUnresolved(one)));
}
