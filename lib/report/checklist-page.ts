import type { ChecklistItem } from '../../constructs/core/checklist-item';
import { AREAS } from './areas';
import { tiersInWords } from './item-page';

type Entry = readonly [id: string, item: ChecklistItem];

const HEAD = `# The production checklist

Each item has an id that never changes. Its finding is \`Seaworthy::\` and the id, one per item and resource.

- An error fails \`cdk synth\`; a warning is reported.
- An item for production binds stacks of that tier, and stacks that do not say what they are.
- Where a template leaves open what a value will be (a parameter, an import, a dynamic reference), the item is
  undecided: no finding and no pass.
- What a template does not say counts as what AWS documents as its default. Where an item asks for a value to be set or
  written, that value must stand in the template, even if it is the default.

## Waive an item

Where an item does not fit, say so beside the construct, with a reason, an owner, and best with a last day. The finding
is then listed as waived. \`WAIVER-01\` and \`WAIVER-03\` keep this register honest and cannot be waived themselves.

\`\`\`ts
import { Stack, Validations } from 'aws-cdk-lib';
import { Network, waive } from 'seaworthy';

const stack = new Stack();
const waiver = {
  item: 'Seaworthy::NET-08',
  reason: 'Look-ups are recorded by the resolver of the company',
  owner: 'team-network',
  until: '2027-03-31',
};

// On any construct and all below it.
waive(stack, [waiver]);

// As a prop of a construct of this library.
new Network(stack, 'Network', { waive: [waiver] });

// Without this library.
Validations.of(stack).acknowledge({
  id: 'Seaworthy::NET-08',
  reason: 'Look-ups are recorded by the resolver of the company [owner=team-network until=2027-03-31]',
});
\`\`\`

A template that no CDK made says it in the metadata of a resource, or in its own, where it covers all of the template:

\`\`\`yaml
Metadata:
  Seaworthy:
    waivers:
      - item: Seaworthy::NET-08
        reason: Look-ups are recorded by the resolver of the company
        owner: team-network
        until: 2027-03-31
\`\`\`
`;

/** The checklist as a page of the documentation, printed from the table that the rules stand on. */
export function checklistPage(items: Readonly<Record<string, ChecklistItem>>): string {
  const entries = Object.entries(items);
  const areas = [...new Set(entries.map(([, { area }]) => area))];
  const entriesOf = (area: string) => entries.filter(([, item]) => item.area === area);
  return [
    HEAD,
    '## Areas',
    '',
    '| area | what it is about | items |',
    '| --- | --- | --- |',
    ...areas.map((area) => `| [${area}](#${anchor(area)}) | ${aboutOf(area)} | ${entriesOf(area).length} |`),
    '',
    ...areas.map((area) => sectionOf(area, entriesOf(area))),
  ].join('\n');
}

function sectionOf(area: string, entries: readonly Entry[]): string {
  return [
    anchorAt(area),
    '',
    `## ${area}: ${aboutOf(area)}`,
    '',
    '| item | promise | severity | binds |',
    '| --- | --- | --- | --- |',
    ...entries.map(rowOf),
    '',
    ...entries.map(entryOf),
  ].join('\n');
}

function rowOf([id, { title, severity, tiers }]: Entry): string {
  return `| [${id}](#${anchor(id)}) | ${inTable(title)} | ${severity} | ${tiersInWords(tiers)} |`;
}

function entryOf([id, item]: Entry): string {
  const { title, severity, tiers, why, decidedBy, withSeaworthy, withCdk, documentation } = item;
  return [
    anchorAt(id),
    '',
    `### ${id}: ${title}`,
    '',
    `_${severity}, ${tiersInWords(tiers)}_`,
    '',
    inText(why),
    '',
    `- **Decided by:** ${inText(decidedBy)}`,
    `- **With Seaworthy:** ${inText(withSeaworthy)}`,
    `- **With plain CDK:** ${inText(withCdk)}`,
    `- **Read on:** <${documentation}>`,
    '',
  ].join('\n');
}

function aboutOf(area: string): string {
  return AREAS[area] ?? area;
}

function anchor(name: string): string {
  return name.toLowerCase();
}

/** A place that keeps its address when the title after the id is worded anew. */
function anchorAt(name: string): string {
  return `<a id="${anchor(name)}"></a>`;
}

function inTable(text: string): string {
  return inText(text).replaceAll('|', '\\|');
}

/** Stars and angle brackets as they are written: some names have them. */
function inText(text: string): string {
  return text.replace(/[*<]/g, (character) => `\\${character}`);
}
