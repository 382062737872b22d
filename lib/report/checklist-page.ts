import type { ChecklistItem } from '../../constructs/core/checklist-item';
import { AREAS } from './areas';

/** The checklist as a page of the documentation, printed from the table that the rules stand on. */
export function checklistPage(items: Readonly<Record<string, ChecklistItem>>): string {
  const areas = [...new Set(Object.values(items).map(({ area }) => area))];
  const sections = areas.map((area) =>
    sectionOf(
      area,
      Object.entries(items).filter(([, item]) => item.area === area),
    ),
  );
  return [
    '# The production checklist',
    '',
    'Each item has an id that never changes. An error fails `cdk synth`; a warning is reported. Items for production bind',
    'stacks of that tier, and stacks that do not say what they are. Waive an item where it does not fit, with',
    '`waive(construct, [{ item, reason, owner, until }])`.',
    '',
    ...sections,
  ].join('\n');
}

function sectionOf(area: string, items: readonly [string, ChecklistItem][]): string {
  return [`## ${area}: ${AREAS[area] ?? area}`, '', ...items.map(([id, item]) => entryOf(id, item))].join('\n');
}

function entryOf(id: string, { title, severity, tiers, why, fix }: ChecklistItem): string {
  const binds = tiers === 'all' ? 'every tier' : 'production';
  return [`### ${id}: ${title}`, '', `_${severity}, ${binds}_`, '', why, '', `**Meet it:** ${fix}`, ''].join('\n');
}
