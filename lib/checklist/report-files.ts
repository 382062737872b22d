import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import type { checklistJson } from '../report/checklist-json';
import type { checklistHtml } from '../report/html';
import type { checklistMarkdown } from '../report/markdown';
import type { checklistSarif } from '../report/sarif';
import type { Judgement } from './judgement';

/** The file beside the templates that holds the judgement. */
export const JUDGEMENT_FILE = 'checklist.json';

/** Loads the renderers when files are wanted. */
const load = createRequire(__filename);

interface Renderers {
  readonly json: { readonly checklistJson: typeof checklistJson };
  readonly markdown: { readonly checklistMarkdown: typeof checklistMarkdown };
  readonly sarif: { readonly checklistSarif: typeof checklistSarif };
  readonly html: { readonly checklistHtml: typeof checklistHtml };
}

/** What is written beside the templates, by the names of the files. */
const REPORTS: Readonly<Record<string, (judgement: Judgement, folder: string) => string>> = {
  [JUDGEMENT_FILE]: (judgement) => (load('../report/checklist-json') as Renderers['json']).checklistJson(judgement),
  'checklist.md': (judgement) => (load('../report/markdown') as Renderers['markdown']).checklistMarkdown(judgement),
  'checklist.sarif': (judgement, folder) =>
    (load('../report/sarif') as Renderers['sarif']).checklistSarif(judgement, { folder }),
  'checklist.html': (judgement) => (load('../report/html') as Renderers['html']).checklistHtml(judgement),
};

/** Writes the four reports into a folder, each by itself, and says what could not be written. */
export function writeReports(judgement: Judgement, folder: string): string[] {
  return Object.entries(REPORTS).flatMap(([file, text]) => {
    try {
      writeFileSync(join(folder, file), text(judgement, relative(process.cwd(), folder)));
      return [];
    } catch (error) {
      return [`${file} could not be written: ${(error as Error).message}`];
    }
  });
}
