import type { z } from 'zod';
import type { PropRule } from '../../constructs/core/props';
import { shortened } from './show';

/** Marks a problem whose message already tells what was got. */
export const COMPLETE = { complete: true } as const;

/**
 * Lets the rules of a construct judge a text of the manifest, in their own words: the first that it breaks becomes the
 * problem, so that manifest and construct never disagree.
 */
export function textJudgedBy<P extends object>(
  rules: readonly PropRule<P>[],
  propsOf: (text: string) => P,
): (text: string, context: z.core.$RefinementCtx<string>) => void {
  return (text, context) => {
    const broken = rules.find((rule) => rule.fails(propsOf(text)));
    if (broken !== undefined) {
      const message = shortened(withoutName(broken.message(propsOf(text))), text);
      context.addIssue({ code: 'custom', message, params: COMPLETE });
    }
  };
}

/** Lets the rules of a construct judge a group of keys that has the names of its props; each problem stands at its key. */
export function keysJudgedBy<P extends object>(
  rules: readonly PropRule<P>[],
): (props: P, context: z.core.$RefinementCtx<P>) => void {
  return (props, context) => {
    for (const rule of rules.filter((one) => one.fails(props))) {
      const texts = Object.values(props).filter((value) => typeof value === 'string');
      const message = texts.reduce(shortened, withoutName(rule.message(props)));
      context.addIssue({ code: 'custom', path: rule.reads.slice(0, 1), message, params: COMPLETE });
    }
  };
}

/** The message without the prop's name, in whose place comes the path in the manifest. */
function withoutName(message: string): string {
  return message.replace(/^\S+ /, '');
}
