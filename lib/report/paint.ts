import { styleText } from 'node:util';

/** What a stretch of text means; a paint gives it a look. */
export type Meaning = 'heading' | 'good' | 'bad' | 'warning' | 'quiet';

/** Gives a text the look of its meaning. */
export type Paint = (meaning: Meaning, text: string) => string;

const STYLES = {
  heading: 'bold',
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  quiet: 'dim',
} as const satisfies Record<Meaning, Parameters<typeof styleText>[0]>;

/** For files, logs and terminals without colours. */
export const plain: Paint = (_, text) => text;

/** For terminals with colours. Node would ask the standard output whether it has some, and print elsewhere. */
export const coloured: Paint = (meaning, text) => styleText(STYLES[meaning], text, { validateStream: false });
