import { CHECKLIST } from '../../../constructs/core/checklist';
import type { ChecklistItem } from '../../../constructs/core/checklist-item';
import { checklistPage } from '../../../lib/report/checklist-page';

const PAGE = checklistPage(CHECKLIST);

const ITEM: ChecklistItem = {
  title: 'Least | privilege',
  area: 'SEC',
  severity: 'warning',
  tiers: 'production',
  why: 'What a role may do is what an intruder may do.',
  decidedBy: 'No statement has Action *, and none has a <placeholder>.',
  withSeaworthy: 'Our constructs grant by resource.',
  withCdk: 'Name actions.',
  documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
};

test('an area has a table of its items, and an item all that is known of it', () => {
  const page = checklistPage({ 'SEC-05': ITEM });
  expect(page.slice(page.indexOf('## Areas'))).toBe(`## Areas

| area | what it is about | items |
| --- | --- | --- |
| [SEC](#sec) | security | 1 |

<a id="sec"></a>

## SEC: security

| item | promise | severity | binds |
| --- | --- | --- | --- |
| [SEC-05](#sec-05) | Least \\| privilege | warning | production |

<a id="sec-05"></a>

### SEC-05: Least | privilege

_warning, production_

What a role may do is what an intruder may do.

- **Decided by:** No statement has Action \\*, and none has a \\<placeholder>.
- **With Seaworthy:** Our constructs grant by resource.
- **With plain CDK:** Name actions.
- **Read on:** <https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html>
`);
});

test('every link within the page leads somewhere, and every item has one', () => {
  const links = [...PAGE.matchAll(/\]\(#([^)]+)\)/g)].map(([, name]) => name);
  const anchors = [...PAGE.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, name]) => name);
  expect(links.filter((name) => !anchors.includes(name))).toEqual([]);
  expect(new Set(anchors).size).toBe(anchors.length);
  expect(Object.keys(CHECKLIST).filter((id) => !links.includes(id.toLowerCase()))).toEqual([]);
});

test('every area has a name', () => {
  const headings = [...PAGE.matchAll(/^## ([A-Z]+): (.*)$/gm)];
  expect(headings.map(([, area]) => area)).toEqual([...new Set(Object.values(CHECKLIST).map(({ area }) => area))]);
  expect(headings.filter(([, area, about]) => area === about)).toEqual([]);
});

test('it says what counts where a template is silent', () => {
  expect(PAGE)
    .toContain(`- What a template does not say counts as what AWS documents as its default. Where an item asks for a value to be set or
  written, that value must stand in the template, even if it is the default.
`);
});

test('it says how to waive, and what cannot be waived', () => {
  const ways = [
    '\nwaive(stack, [waiver]);',
    '\nnew Network(stack, ',
    '\nValidations.of(stack)',
    '\nMetadata:\n  Seaworthy:\n',
  ];
  const places = ways.map((way) => PAGE.indexOf(way));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(PAGE).toContain('`WAIVER-01` and `WAIVER-03` keep this register honest and cannot be waived themselves.');
});
