import fc from 'fast-check';
import { Tier } from '../../../constructs/core/tier';
import type { Judgement, Outcome } from '../../../lib/checklist/judgement';
import { checklistMarkdown, COMMENT_LIMIT } from '../../../lib/report/markdown';
import { code, prose } from '../../../lib/report/markdown-text';
import { judged } from '../checklist/judging';
import { BROKEN, FINDING, HOSTILE, many, sample, UNDECIDED, WAIVER, WARNING } from './sample';

const OFF = { id: 'Seaworthy::NET-08', item: 'NET-08', title: 'Name look-ups are recorded', reason: 'the hub does' };

test('the comment, in full', () => {
  const comment = checklistMarkdown(
    sample({
      findings: [{ ...FINDING, source: { file: 'lib/orders.ts', line: 12 } }, WARNING],
      undecided: [UNDECIDED],
      waived: [{ ...FINDING, waiver: WAIVER }],
      waivers: [WAIVER, { ...WAIVER, owner: undefined, until: undefined, path: '', matched: 0 }],
      broken: [BROKEN],
      off: [OFF],
    }),
  );
  const mending = [
    '**Fix:** Use ServiceTargetGroup. [Read on](<https://docs.aws.amazon.com/health>)',
    '',
    "**Waive:** `waive(construct, [{ item: 'Seaworthy::HA-06', reason: '…', owner: '…', until: 'YYYY-MM-DD' }])` or `Validations.of(scope).acknowledge({ id: 'Seaworthy::HA-06', reason: '… [owner=…]' })`",
    '',
  ];
  expect(comment.split('\n')).toEqual([
    '## Not seaworthy yet: 1 broken rule, 1 error, 1 warning; 85 % met, 1 undecided, 1 waived, 1 switched off',
    '',
    '| area | met | missed | waived | undecided | not applicable |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    '| HA high availability | 12 | **2** | · | · | 3 |',
    '| SCL scale | · | · | 1 | 10 | · |',
    '',
    '### Rules that failed themselves',
    '',
    '- `Seaworthy::HA-07` at `Stack/Group` (`Group` in `Stack.template.json`): TypeError: x is not a function',
    '',
    '### Errors',
    '',
    '#### `Seaworthy::HA-06` Health checks find a sick target within a minute',
    '',
    ...mending,
    '- `Stack/Group` (`Group` in `Stack.template.json`), `lib/orders.ts:12`',
    '  - found: every 60 s, unhealthy after 3 (`Properties.HealthCheckIntervalSeconds`)',
    '  - expected: at most 60 s',
    '',
    '',
    '### Warnings',
    '',
    '#### `Seaworthy::HA-06` Health checks find a sick target within a minute',
    '',
    ...mending,
    '- `Stack/Other` (`Other` in `Stack.template.json`)',
    '  - found: every 60 s, unhealthy after 3 (`Properties.HealthCheckIntervalSeconds`)',
    '  - expected: at most 60 s',
    '',
    '',
    '### Waivers',
    '',
    '<details><summary>2 in the register</summary>',
    '',
    '| item | stands on | reason | owner | until | findings |',
    '| --- | --- | --- | --- | --- | ---: |',
    '| `Seaworthy::HA-06` | `Stack` | a rehearsal | team-orders | 2027-03-31 | 1 |',
    '| `Seaworthy::HA-06` | `the app` | a rehearsal |  |  | 0 |',
    '',
    '</details>',
    '',
    '### Undecided',
    '',
    '<details><summary>1 undecided</summary>',
    '',
    '- `Seaworthy::HA-06` at `Stack/Group` (`Group` in `Stack.template.json`): Properties.Port is a parameter',
    '',
    '</details>',
    '',
    '### Switched off',
    '',
    '| item | promise | reason |',
    '| --- | --- | --- |',
    '| `Seaworthy::NET-08` | Name look-ups are recorded | the hub does |',
    '',
  ]);
});

test('an app without anything', () => {
  expect(checklistMarkdown(sample({ findings: [], areas: {}, score: null }))).toBe(
    '## Seaworthy: nothing to judge\n\n',
  );
});

test('the first items stand open, the others are folded, and so are the further findings of an item', () => {
  const items = ['NET-01', 'NET-02', 'NET-03', 'NET-04', 'NET-05', 'NET-06'];
  const findings = [
    ...items.map((item) => ({ ...FINDING, item, id: `Seaworthy::${item}` })),
    ...many(7, { item: 'NET-01', id: 'Seaworthy::NET-01', severity: 'error', title: FINDING.title }),
  ];
  const comment = checklistMarkdown(sample({ findings }));
  expect(comment.match(/^#### .*$/gm)).toEqual([
    '#### `Seaworthy::NET-01` Health checks find a sick target within a minute (8)',
    ...items.slice(1, 5).map((item) => `#### \`Seaworthy::${item}\` Health checks find a sick target within a minute`),
  ]);
  expect(comment.match(/<summary>.*<\/summary>/g)).toEqual([
    '<summary>3 more of <code>Seaworthy::NET-01</code></summary>',
    '<summary><code>Seaworthy::NET-06</code> Health checks find a sick target within a minute</summary>',
  ]);
});

describe('it fits a comment', () => {
  const rowsIn = (comment: string) => comment.match(/^ {2}- found: /gm)?.length ?? 0;
  const leftOut = (comment: string) =>
    [...(/Left out here.*?: (.*?)\.\*\*/.exec(comment)?.[1] ?? '').matchAll(/(\d+) (errors?|warnings?)/g)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );

  test('with 5,000 findings, and says how many are left out and where they are', () => {
    const comment = checklistMarkdown(
      sample({
        findings: many(5_000).sort((one, other) => (one.severity < other.severity ? -1 : 1)),
        undecided: many(3_000, { state: 'undecided', expected: '' }),
        waivers: Array.from({ length: 500 }, () => WAIVER),
        broken: Array.from({ length: 10 }, () => BROKEN),
        off: [OFF],
      }),
    );
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(comment.length).toBeGreaterThan(COMMENT_LIMIT - 2_000);
    expect(rowsIn(comment)).toBeGreaterThan(50);
    expect(rowsIn(comment) + leftOut(comment)).toBe(5_000);
    expect(comment).toMatch(
      /\n\*\*Left out here, for a comment holds 65536 characters: \d+ errors, \d+ warnings, \d+ waivers, \d+ undecided\.\*\* Everything stands in `checklist\.html` and `checklist\.json` beside the templates, and `npx seaworthy check cdk\.out --json` prints it\.\n$/,
    );
    for (const part of ['Rules that failed themselves', 'Errors', 'Warnings', 'Waivers', 'Undecided', 'Switched off']) {
      expect(comment).toContain(`\n### ${part}\n`);
    }
    expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
  });

  test.each([0, 1, 40, 80, 120, 160, 1_000])('with %d findings of long texts', (count) => {
    const long = 'a long text with | and `ticks` and <tags> '.repeat(100);
    const comment = checklistMarkdown(
      sample({ findings: many(count, { found: long, expected: long, path: long, fix: long, title: long }) }),
    );
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(rowsIn(comment) + leftOut(comment)).toBe(count);
  });

  test('with a name as long as a template', () => {
    const [found, path] = ['x'.repeat(1_000_000), '`|'.repeat(500_000)];
    expect(checklistMarkdown(sample({ findings: [{ ...FINDING, found, path }] })).length).toBeLessThan(10_000);
  });
});

/** The text without its code, in which Markdown reads nothing. */
function outsideCode(markdown: string): string {
  let text = '';
  for (let at = 0; at < markdown.length;) {
    const ticks = /^`+/.exec(markdown.slice(at))?.[0];
    const escaped = /^\\[\\`*_[\]|~$]/.exec(markdown.slice(at))?.[0];
    if (ticks !== undefined) {
      const rest = markdown.slice(at + ticks.length).split('\n')[0] ?? '';
      const end = [...rest.matchAll(/`+/g)].find(([run]) => run === ticks);
      at += ticks.length + (end === undefined ? 0 : end.index + ticks.length);
      text += end === undefined ? ticks : '';
    } else {
      text += escaped === undefined ? (markdown[at] ?? '') : '·';
      at += escaped?.length ?? 1;
    }
  }
  return text.replace(/<code>.*?<\/code>/g, '');
}

function filledWith(text: string): Judgement {
  const outcome: Outcome = {
    ...FINDING,
    ...{ title: text, path: text, resource: text, template: text, found: text, expected: text, fix: text },
    locations: [text],
    source: { file: text, line: 1 },
  };
  const others = Array.from({ length: 6 }, (_, at) => ({ ...outcome, id: `Seaworthy::NET-0${at}` }));
  return sample({
    findings: [...others, ...Array.from({ length: 6 }, () => outcome)],
    undecided: [outcome],
    broken: [{ ...BROKEN, path: text, resource: text, template: text, error: `Error: ${text}` }],
    waivers: [{ ...WAIVER, path: text, reason: text, owner: text, until: text }],
    off: [{ ...OFF, title: text, reason: text }],
    areas: { [text]: { met: 1, missed: 1, waived: 1, undecided: 1, notApplicable: 1 } },
  });
}

/** What Markdown would read in a comment: its tags, and the bars and the beginning of each line. */
function shape(comment: string) {
  const lines = outsideCode(comment).split('\n');
  return {
    tags: outsideCode(comment)
      .replace(/\]\(<.*?>\)/g, '')
      .match(/<.*?>/g),
    bars: lines.map((line) => line.split('|').length),
    beginnings: lines.map((line) => /^(#+ |\s*- |\| |<\w+|---)?/.exec(line)?.[0]),
  };
}

const HARMLESS = shape(checklistMarkdown(filledWith('harmless')));

function expectHarmless(text: string) {
  const comment = checklistMarkdown(filledWith(text));
  expect(shape(comment)).toEqual(HARMLESS);
  const plain = outsideCode(comment).replace(/\]\(<https:\/\/docs\.aws\.amazon\.com\/health>\)/g, '');
  expect(plain).not.toMatch(/@(?!&#8203;)/);
  expect(plain.replace(/&#\d+;/g, '·')).not.toMatch(/#\d|GH-\d/i);
  expect(plain).not.toMatch(/(https?|ftp):\/\/|www\.|mailto:/i);
  expect(plain).not.toMatch(/[_`~$]/);
}

describe('texts of templates are only shown', () => {
  test('hostile ones', () => {
    expectHarmless(HOSTILE);
  });

  test('each word of them', () => {
    HOSTILE.split(/\s+/).forEach(expectHarmless);
  });

  test('any', () => {
    const word = fc.constantFrom(
      '`',
      '``',
      '|',
      '\\',
      '<b>',
      '</details>',
      '@x',
      '#1',
      '**',
      '_',
      '$',
      '\n',
      'www.x.y',
      'a',
    );
    const text = fc.array(fc.oneof(word, fc.string()), { minLength: 1 }).map((words) => `a${words.join('')}a`);
    fc.assert(
      fc.property(text, (one) => expectHarmless(one)),
      { numRuns: 200 },
    );
  });

  test('each in its own way', () => {
    expect(prose('@team: see #12 & GH-3, <b>`x`</b> a|b *c* [d](https://e.f) www.g.h')).toBe(
      '@&#8203;team: see #&#8203;12 &amp; GH-&#8203;3, &lt;b&gt;\\`x\\`&lt;/b&gt; a\\|b \\*c\\* \\[d\\](https:&#8203;//e.f) w&#8203;ww.g.h',
    );
    expect(code('Stack/Group')).toBe('`Stack/Group`');
    expect(code('a`b``c')).toBe('``` a`b``c ```');
    expect(code('a|`b`<@c>')).toBe('<code>a&#124;&#96;b&#96;&lt;@c&gt;</code>');
    expect(code('\n')).toBe('');
  });

  test('and no address but those of the web becomes a link', () => {
    const linked = (documentation: string) =>
      /\[Read on\].*/.exec(checklistMarkdown(sample({ findings: [{ ...FINDING, documentation }] })))?.[0];
    expect(linked('https://a.example/x?y=1&copy=2#z')).toBe('[Read on](<https://a.example/x?y=1&amp;copy=2#z>)');
    expect(linked('https://a.example/> <b>')).toBe('[Read on](<https://a.example/%3E%20%3Cb%3E>)');
    expect(linked('javascript:alert(1)')).toBeUndefined();
    expect(linked('')).toBeUndefined();
  });
});

test('the same judgement is the same text', () => {
  const group = { Group: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: {} } };
  const comment = () => checklistMarkdown(judged(group, { tier: Tier.PRODUCTION }));
  expect(comment()).toBe(comment());
  expect(comment()).toMatch(/^## Not seaworthy yet: \d+ errors/);
});
