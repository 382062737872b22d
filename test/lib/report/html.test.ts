import { createHash } from 'node:crypto';
import { SeaworthyError } from '../../../constructs/core/errors';
import { checklistHtml } from '../../../lib/report/html';
import { areaScores, stretches } from '../../../lib/report/html/area-score';
import { pageAssets } from '../../../lib/report/html/assets';
import { pageDataOf } from '../../../lib/report/html/encoding';
import { embeddedJson, markup } from '../../../lib/report/html/markup';
import type { PageData } from '../../../lib/report/html/page-data';
import { verdictWords } from '../../../lib/report/html/verdict-words';
import type { Judgement } from '../../../lib/checklist/judgement';
import { fairApp, HOSTILE, hostileApp, largeApp, nothingToJudge, plainApp, summed } from './html-judgements';

const dataIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '') as PageData;

const broken = {
  id: 'Seaworthy::NET-03',
  item: 'NET-03',
  resource: 'Doors',
  path: 'Network/Doors',
  template: 'N.json',
};

describe('the page', () => {
  const page = checklistHtml(plainApp());

  test('runs only its own script and style, and asks the network for nothing', () => {
    const hash = (tag: string) => {
      const [, text = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page) ?? [];
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hash('style')}'; ` +
        `script-src '${hash('script')}'; img-src data:; base-uri 'none'; form-action 'none'">`,
    );
    expect(page.match(/(?:src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
    expect(page).not.toMatch(/ style="| on[a-z]+="|@import|url\((?!#)/);
  });

  test('is the same for the same app, with no word on when it was made', () => {
    expect(checklistHtml(plainApp())).toBe(page);
    expect(page).not.toContain(new Date().toISOString().slice(0, 10));
  });

  test('holds each text once', () => {
    const { findings, items } = largeApp(400);
    const large = checklistHtml(largeApp(400));
    const { item = '' } = findings[0] ?? {};
    const why = items[item]?.why ?? '';
    expect(findings.filter((one) => one.item === item).length).toBeGreaterThan(2);
    expect(large.split(why).length - 1).toBe(1);
  });

  test('is small without outcomes and compact with many', () => {
    expect(checklistHtml(nothingToJudge()).length).toBeLessThan(70_000);
    expect(JSON.stringify(pageDataOf(largeApp(10_000))).length).toBeLessThan(1_500_000);
  });
});

describe('the data of the page', () => {
  test('says of each outcome what the judgement says', () => {
    const judgement = plainApp();
    const { strings, items, subjects, outcomes, stacks, waivers } = dataIn(checklistHtml(judgement));
    const read = outcomes.map(([kind, item, subject, found, expected, locations, evidence, waiver]) => {
      const [resource = 0, type = 0, path = 0, stack = 0, file = 0, line] = subjects[subject] ?? [];
      return {
        kind,
        item: items[item]?.item,
        why: items[item]?.why,
        resource: strings[resource],
        type: strings[type],
        path: strings[path],
        template: stacks[stack]?.template,
        tier: stacks[stack]?.tier,
        source: `${strings[file]}:${line}`,
        found: strings[found],
        expected: strings[expected],
        locations: locations.map((at) => strings[at]),
        evidence: evidence.map((at) => strings[at]),
        reason: waivers[waiver]?.reason,
      };
    });
    const kinds = ['error', 'warning', 'undecided', 'waived', 'met'];
    const { findings, undecided, waived, met } = judgement;
    const said = [
      ...findings.map((one) => ({ ...one, kind: one.severity })),
      ...undecided.map((one) => ({ ...one, kind: 'undecided' })),
      ...waived.map((one) => ({ ...one, kind: 'waived' })),
      ...met.map((one) => ({ ...one, kind: 'met' })),
    ].map((one) => ({
      kind: kinds.indexOf(one.kind),
      item: one.item,
      why: judgement.items[one.item]?.why,
      resource: one.resource ?? '',
      type: one.type ?? '',
      path: one.path,
      template: one.template,
      tier: one.tier,
      source: one.path.startsWith('Data/Orders') ? 'lib/data-stack.ts:12' : ':0',
      found: one.found,
      expected: one.expected,
      locations: one.locations,
      evidence: one.evidence,
      reason: 'waiver' in one ? (one.waiver as { reason: string }).reason : undefined,
    }));
    const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect([findings, undecided, waived, met].map(({ length }) => length > 0)).toEqual([true, true, true, true]);
    expect(sorted(read)).toEqual(sorted(said));
  });

  test('puts the worst first, then goes by path', () => {
    const { outcomes, subjects, strings } = pageDataOf(plainApp());
    const order = outcomes.map(([kind, , subject]) => `${kind} ${strings[subjects[subject]?.[2] ?? 0]}`);
    expect(order).toEqual([...order].sort());
  });

  test('names areas in the order of the checklist, then those of other rules', () => {
    const { areas } = plainApp();
    const counts = areas.NET ?? { met: 0, missed: 0, waived: 0, undecided: 0, notApplicable: 0 };
    const shuffled = { constructor: counts, ACME: counts, ...Object.fromEntries(Object.entries(areas).reverse()) };
    const named = pageDataOf(summed({ areas: shuffled })).areas;
    expect(Object.keys(named).slice(0, 2)).toEqual(['INS', 'CFG']);
    expect(Object.keys(named).slice(-3)).toEqual(['WAIVER', 'constructor', 'ACME']);
    expect([named.NET, named.ACME, named.constructor]).toEqual(['networking', '', '']);
  });
});

describe('hostile texts', () => {
  const page = checklistHtml(hostileApp());

  test('end no element and begin no comment', () => {
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<!--');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page.match(/<\/noscript>/g)).toHaveLength(1);
  });

  test('arrive whole', () => {
    expect(dataIn(page).strings).toContain(HOSTILE);
  });

  test('are escaped wherever they stand', () => {
    expect(markup`<a b="${'"\'<&>'}">${'</a>'}${[markup`<i>${1}</i>`]}</a>`.text).toBe(
      '<a b="&quot;&#39;&lt;&amp;&gt;">&lt;/a&gt;<i>1</i></a>',
    );
    expect(embeddedJson({ a: '</script><!--' }).text).toBe('{"a":"\\u003c/script>\\u003c!--"}');
  });
});

describe('without scripts', () => {
  const page = checklistHtml({ ...plainApp(), broken: [{ ...broken, error: 'TypeError: no such thing' }] });

  test('the verdict, what was judged and the areas are there', () => {
    const [hero = ''] = /<section class="hero".*?<\/section>/s.exec(page) ?? [];
    const [areas = ''] = /<section class="areas".*?<\/section>/s.exec(page) ?? [];
    expect(hero).toContain('<h1 id="verdict">Not seaworthy yet</h1>');
    expect(hero).toContain('<dt>Stacks</dt><dd>2</dd>');
    const { stacks, items, findings, waived, met, undecided } = plainApp();
    const declared = stacks.reduce((sum, { resources }) => sum + resources, 0);
    const decided = findings.length + waived.length + met.length;
    expect(hero).toContain(`<dt>Resources declared</dt><dd>${declared}</dd>`);
    expect(hero).toContain(`<dt>Items asked</dt><dd>${Object.keys(items).length}</dd>`);
    expect(hero).toContain(`<dt>Outcomes decided</dt><dd>${decided}</dd>`);
    expect(hero).toContain(`<dt>Outcomes undecided</dt><dd>${undecided.length}</dd>`);
    expect(hero).toContain('<dt>Tiers</dt><dd>production, staging</dd>');
    expect(areas).toMatch(/<a class="area" href="#area=NET" data-area="NET" aria-label="NET networking, \d+ % met, /);
  });

  test('rules that failed show their own error', () => {
    const [failed = ''] = /<section class="broken".*?<\/section>/s.exec(page) ?? [];
    expect(failed).toContain(
      'A rule failed</h2><p>What it would have said is not known, so the app does not pass.</p>',
    );
    expect(failed).toContain('<pre>TypeError: no such thing</pre>');
  });

  test('findings are there, and what else there is', () => {
    const [, plain = ''] = /<noscript>(.*?)<\/noscript>/s.exec(page) ?? [];
    const { findings, undecided, met } = plainApp();
    for (const { found } of [...findings, ...undecided]) {
      expect(plain).toContain(markup`${found}`.text);
    }
    expect(plain).toContain(`no list of ${met.length} promises that are met, with evidence, 1 waived finding, `);
  });

  test('waivers stand with what became of them', () => {
    const [, register = ''] = /Register of waivers<\/h3>(.*?)<\/table>/s.exec(page) ?? [];
    const rows = register
      .split('<tr>')
      .slice(2)
      .map((row) =>
        row
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
    expect(rows.sort()).toEqual([
      'LOG-01 Logs end some day Data Covers nothing. team-data no end 0 findings unused',
      'NET-03 Nobody administers over open ports Network/Doors Old bastion. team-net 2027-03-31 1 finding',
      'PRV-04 Everything says whose it is Data/Orders Ended. team-data 2026-01-31 1 finding expired',
    ]);
  });

  test('what is switched off stands with its reason', () => {
    const off = [{ id: 'Seaworthy::COST-02', item: 'COST-02', title: 'Cheap', reason: 'Ours hold nothing for long.' }];
    expect(checklistHtml({ ...plainApp(), off })).toContain('<td>Ours hold nothing for long.</td>');
    expect(page).toContain('<p class="nothing">Every item of the checklist is asked.</p>');
  });
});

describe('the verdict', () => {
  const { findings, undecided, waived, met } = plainApp();
  const error = findings.filter(({ severity }) => severity === 'error');
  const warning = findings.filter(({ severity }) => severity === 'warning');
  const words = (parts: Partial<Judgement>) => {
    const { headline, sentence } = verdictWords(summed(parts));
    return `${headline}. ${sentence}`;
  };

  test('is in words', () => {
    expect(words({ met })).toBe('Seaworthy. Fair winds: every promise is met.');
    expect(words({})).toBe('Nothing to judge. No promise of the checklist speaks of anything in these templates.');
    expect(words({ met, findings: error.slice(0, 1) })).toBe('Not seaworthy yet. 1 error stands in the way.');
    expect(words({ findings: [...error.slice(0, 3), ...warning.slice(0, 1)] })).toBe(
      'Not seaworthy yet. 3 errors stand in the way and 1 warning wants a look.',
    );
    expect(words({ met, broken: [{ ...broken, error: '' }] })).toBe('Not seaworthy yet. 1 rule failed.');
    expect(words({ met, findings: warning.slice(0, 1), undecided: undecided.slice(0, 1), waived })).toBe(
      'Seaworthy. No error is left; 1 warning, 1 promise that only the deployment decides and 1 waived finding to keep an eye on.',
    );
  });
});

describe('the bars', () => {
  test('share an area out, with nothing too thin to be seen', () => {
    const parts = stretches({ error: 1, warning: 0, undecided: 0, waived: 0, met: 999, 'not-applicable': 0 }, 0.02);
    expect(parts.map(({ state, count }) => [state, count])).toEqual([
      ['met', 999],
      ['error', 1],
    ]);
    expect(parts.reduce((sum, { size }) => sum + size, 0)).toBeCloseTo(1);
    expect(parts[1]?.size).toBeGreaterThan(0.019);
  });

  test('tell errors from warnings', () => {
    const judgement = plainApp();
    const scores = areaScores(judgement);
    const sum = (state: 'error' | 'warning') => scores.reduce((all, { counts }) => all + counts[state], 0);
    const count = (severity: string) => judgement.findings.filter((one) => one.severity === severity).length;
    expect([sum('error'), sum('warning')]).toEqual([count('error'), count('warning')]);
    expect(areaScores(fairApp()).every(({ score }) => score === null || score === 100)).toBe(true);
  });
});

test('a library that was not built says so', () => {
  expect(() => pageAssets(['./nowhere.json'])).toThrow(
    new SeaworthyError('PageNotBuilt', 'The script and the styles of checklist.html were not found', {
      fix: 'run `npm run build`, which bundles lib/report/html/client into dist',
    }),
  );
});
