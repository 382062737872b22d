import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Judgement } from '../../../lib/checklist/judgement';
import { AREAS } from '../../../lib/report/areas';
import { findingBlock } from '../../../lib/report/findings';
import { judgementOf } from '../../../lib/testing/judged';
import { FARGATE } from '../../_helpers/plain-apps/fargate-picture';
import { FargateStack } from '../../_helpers/plain-apps/fargate-stack';
import { countsOf, findingsBy, judgementOfPlain, together } from '../../_helpers/plain-apps/plain-app';
import { QUEUE } from '../../_helpers/plain-apps/queue-picture';
import { QueueStack } from '../../_helpers/plain-apps/queue-stack';
import { production } from '../../_helpers/plain-apps/seaworthy-web';
import { WEB } from '../../_helpers/plain-apps/web-picture';
import { WebStack } from '../../_helpers/plain-apps/web-stack';
import { FLAG_SETS } from '../../_helpers/stack';
import { validationReport } from '../../_helpers/validation-report';

const [[, NO_FLAGS], [, RECOMMENDED]] = FLAG_SETS as [(typeof FLAG_SETS)[number], (typeof FLAG_SETS)[number]];
const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/what-it-saves.md'), 'utf8');

const APPS = [
  { name: 'Web', file: 'web-stack', picture: WEB, stack: WebStack },
  { name: 'Fargate', file: 'fargate-stack', picture: FARGATE, stack: FargateStack },
  { name: 'Queue', file: 'queue-stack', picture: QUEUE, stack: QueueStack },
];

describe.each(APPS)('the plain app $name', ({ name, file, picture, stack }) => {
  const without = judgementOfPlain(stack, name, NO_FLAGS);
  const recommended = judgementOfPlain(stack, name, RECOMMENDED);

  test('its findings, under no feature flags', () => {
    expect(findingsBy(without.findings)).toEqual(together(picture.findings, picture.withoutFlagsOnly));
  });

  test('its findings, under the recommended feature flags', () => {
    expect(findingsBy(recommended.findings)).toEqual(together(picture.findings, picture.withFlagsOnly));
  });

  test('what is missed, met and undecided, by area', () => {
    expect(countsOf(without)).toEqual(picture.countsWithoutFlags);
    expect(countsOf(recommended)).toEqual(picture.countsWithFlags);
  });

  test('no rule fails, nothing is waived, and all of it is judged as production', () => {
    for (const { broken, waived, findings } of [without, recommended]) {
      expect([broken, waived]).toEqual([[], []]);
      expect(new Set(findings.map(({ tier }) => tier))).toEqual(new Set(['production']));
    }
  });

  test('the page shows its code and its numbers', () => {
    expect(PAGE).toContain(codeBlock(file));
    expect(PAGE).toContain(numbers(recommended, without));
    expect(PAGE).toContain(table(recommended));
  });

  if (name === 'Web') {
    test('the page shows one of its findings as a terminal does', () => {
      const finding = recommended.findings.find(({ item }) => item === 'MET-02');
      expect(finding).toBeDefined();
      // The line that made it is one of this test.
      const block = finding === undefined ? '' : findingBlock({ ...finding, source: undefined });
      expect(PAGE).toContain(`\`\`\`text\n${block}\n\`\`\`\n`);
    });
  }
});

describe('the same service with Seaworthy', () => {
  const app = new App({ context: RECOMMENDED });
  production(app);
  const { findings, waived, undecided, broken, met } = judgementOf(app);
  const report = validationReport(app.synth());

  test('has no finding', () => {
    expect([findings, undecided, broken]).toEqual([[], [], []]);
    expect(waived.map(({ item, path }) => `${item} ${path}`)).toEqual(['BAK-05 Production/Orders/Database/Resource']);
  });

  test('fails no check of the CDK or of AwsSolutions', () => {
    expect(report.plugins).toContain('AwsSolutions');
    expect(report.findings).toEqual([]);
  });

  test('is the code of the page, which says how much is met', () => {
    expect(PAGE).toContain(codeBlock('seaworthy-web'));
    expect(PAGE).toContain('keeps more than 400 promises');
    expect(met.length).toBeGreaterThan(400);
  });
});

/** A file as the project of a reader has it. */
function codeBlock(file: string): string {
  const code = readFileSync(join(ROOT, `test/_helpers/plain-apps/${file}.ts`), 'utf8')
    .replace("'../../../lib'", "'seaworthy'")
    .replace("'../../../lib/stacks'", "'seaworthy/stacks'")
    .replace("'docs/examples/orders/app'", "'app'");
  return `\`\`\`ts\n${code}\`\`\`\n`;
}

function numbers({ findings, stacks }: Judgement, without: Judgement): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const items = new Set(findings.map(({ item }) => item)).size;
  const untagged = findings.filter(({ item }) => item === 'PRV-04').length;
  return (
    `On ${stacks[0]?.resources} resources ${findings.length} findings of ${items} items: ${errors} errors and ` +
    `${findings.length - errors} warnings. ${untagged} of them are about missing tags. Without feature flags there are ` +
    `${without.findings.length}.`
  );
}

function table({ areas, findings }: Judgement): string {
  const rows = Object.entries(areas)
    .filter(([, { missed, met, undecided }]) => missed + met + undecided > 0)
    .map(([area, { missed, met }]) => [
      `${area}: ${AREAS[area]}`,
      String(missed),
      String(met),
      [...new Set(findings.filter((one) => one.area === area).map(({ item }) => item))].sort().join(', '),
    ]);
  const heads = ['Area', 'Findings', 'Met', 'Missed items'];
  const widths = heads.map((head, at) =>
    Math.max(...[head, ...rows.map((row) => row[at] ?? '')].map((one) => one.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (isNumber(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join(' | ')} |\n`;
  const rule = widths.map((width, at) => (isNumber(at) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [heads, rule, ...rows].map(line).join('');
}

function isNumber(column: number): boolean {
  return column === 1 || column === 2;
}
