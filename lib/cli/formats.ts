import { createRequire } from 'node:module';
import type { Judgement } from '../checklist/judgement';
import type { checklistJson } from '../report/checklist-json';
import type { findingsText } from '../report/findings';
import type { checklistHtml } from '../report/html';
import type { checklistMarkdown } from '../report/markdown';
import type { coloured, plain } from '../report/paint';
import type { checklistSarif } from '../report/sarif';
import type { scorecard } from '../report/scorecard';
import type { undecidedText } from '../report/undecided';

/** A format that is printed, by the name of its option. */
export type PrintedFormat = 'json' | 'sarif' | 'markdown' | 'text';

/** What a format should know of where it is shown, and of where the templates lie. */
export interface Showing {
  readonly isColoured?: boolean;
  readonly width?: number;
  /** The folder that template files are named from, relative to the working directory. */
  readonly folder?: string;
}

type Renderer = (judgement: Judgement, showing: Showing) => string;

/** Loads a renderer when it is wanted: nobody waits for those that are not. */
const load = createRequire(__filename);

const RENDERERS: Readonly<Record<Exclude<PrintedFormat, 'text'> | 'html', () => Renderer>> = {
  json: () => (load('../report/checklist-json') as { checklistJson: typeof checklistJson }).checklistJson,
  sarif: () => {
    const { checklistSarif: sarif } = load('../report/sarif') as { checklistSarif: typeof checklistSarif };
    return (judgement, { folder = '' }) => sarif(judgement, { folder });
  },
  markdown: () => (load('../report/markdown') as { checklistMarkdown: typeof checklistMarkdown }).checklistMarkdown,
  html: () => (load('../report/html') as { checklistHtml: typeof checklistHtml }).checklistHtml,
};

/** The judgement in a format. */
export function rendered(format: PrintedFormat | 'html', judgement: Judgement, showing: Showing = {}): string {
  return format === 'text' ? text(judgement, showing) : RENDERERS[format]()(judgement, showing);
}

/** For a person: what is to mend, then the scorecard, whose last line says what it comes to. */
function text(judgement: Judgement, { isColoured, width }: Showing): string {
  const blocks = load('../report/findings') as { findingsText: typeof findingsText };
  const card = load('../report/scorecard') as { scorecard: typeof scorecard };
  const paints = load('../report/paint') as { coloured: typeof coloured; plain: typeof plain };
  const paint = isColoured === true ? paints.coloured : paints.plain;
  const unknown = load('../report/undecided') as { undecidedText: typeof undecidedText };
  const parts = [
    blocks.findingsText(judgement, paint, width),
    unknown.undecidedText(judgement, paint, width),
    card.scorecard(judgement, paint),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
