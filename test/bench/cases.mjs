// What is measured. Each case runs with the CDK's own validation of templates (CDK_VALIDATION) on and off: both what a
// user waits for, and what is ours to answer for.
import { join } from 'node:path';
import { ROOT } from './cold-synth.mjs';

const EXAMPLE = join(ROOT, 'dist', 'bin', 'app.js');

export const COPIES = [1, 10, 50];

export const VALIDATIONS = [true, false];

export const validationWord = (validation) => (validation ? 'on' : 'off');

const both = (name, one) =>
  VALIDATIONS.map((validation) => ({ ...one, name, validation, id: `${name}/${validationWord(validation)}` }));

/** @param appOf where a compiled app of the benchmark lies, by its name */
export function synthCases(appOf) {
  return [
    ...both('empty', { title: 'an empty app', app: appOf('empty') }),
    ...both('plain', { title: 'plain L2s, production', app: appOf('plain-l2') }),
    ...both('unchecked', {
      title: 'our constructs, no checks of ours, production',
      app: appOf('copies'),
      env: { BENCH_COPIES: '1', BENCH_CHECKS: 'false' },
    }),
    ...both('production', {
      title: 'example with all checks, production',
      app: EXAMPLE,
      context: { environment: 'production' },
    }),
    ...both('example', { title: 'example with all checks, all three', app: EXAMPLE }),
    ...['production', 'example'].map((name) => ({
      id: `${name}/unchanged`,
      title: `${name === 'example' ? 'example, all three' : 'example, production'}, synthesized before`,
      app: EXAMPLE,
      context: name === 'production' ? { environment: 'production' } : {},
      validation: true,
      remembers: true,
    })),
  ];
}

/** @param appOf where a compiled app of the benchmark lies, by its name */
export function copiesCases(appOf) {
  return COPIES.flatMap((count) =>
    both(`copies-${count}`, {
      title: `${count} ${count === 1 ? 'service' : 'services'} on one platform`,
      app: appOf('copies'),
      env: { BENCH_COPIES: String(count) },
    }),
  );
}

export const SIZES = [100, 1_000, 10_000];

const PACKS = { checklist: 'the production checklist', awsSolutions: 'AwsSolutionsChecks' };

/** Each pack alone, on apps of growing size; and what part of the example's synthesis the checklist takes. */
export function packCases(appOf) {
  const one = { app: appOf('packs'), validation: false };
  const alone = SIZES.flatMap((size) =>
    Object.entries(PACKS).map(([pack, title]) => ({
      ...one,
      id: `${pack}/${size}`,
      title: `${title}, ${size} resources`,
      env: { BENCH_RESOURCES: String(size), BENCH_PACK: pack },
    })),
  );
  return [
    ...alone,
    { id: 'share', title: 'the checklist in the example, all three', app: appOf('share'), validation: true },
  ];
}
