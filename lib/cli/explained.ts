import { CHECKLIST } from '../../constructs/core/checklist';
import type { ChecklistItem } from '../../constructs/core/checklist-item';
import type { JudgedItem } from '../checklist/judged-item';
import { AREAS } from '../report/areas';
import { tiersInWords } from '../report/item-page';
import type { Paint } from '../report/paint';

/** An item as `explain` tells it. */
export interface Explained extends Omit<JudgedItem, 'isSet'> {
  /** `Seaworthy::NET-03` */
  readonly id: string;
  /** `NET-03` */
  readonly item: string;
  /** What the profile makes of it; undefined where it leaves it as it is. */
  readonly setting?: string;
}

/** What a profile makes of an item, in one sentence. */
export function settingText(id: string, item: JudgedItem, off?: string): string | undefined {
  if (off !== undefined) {
    return `Off: ${off}`;
  }
  const before: ChecklistItem | undefined = Object.hasOwn(CHECKLIST, id)
    ? CHECKLIST[id as keyof typeof CHECKLIST]
    : undefined;
  if (before === undefined) {
    return 'A rule of its own.';
  }
  const changes = [
    ...(item.isSet === true && item.severity !== before.severity
      ? [`${item.severity} instead of ${before.severity}`]
      : []),
    ...(item.isSet === true && item.severity === before.severity ? [`always ${item.severity}`] : []),
    ...(item.tiers !== before.tiers
      ? [`binds ${tiersInWords(item.tiers)} instead of ${tiersInWords(before.tiers)}`]
      : []),
  ];
  return changes.length === 0 ? undefined : `Set: ${changes.join(', ')}.`;
}

/** All items, an area after the other, one line each. */
export function itemList(items: readonly Explained[], paint: Paint): string {
  const areas = [...new Set(items.map(({ area }) => area))];
  const width = Math.max(...items.map(({ item }) => item.length)) + 2;
  return areas
    .map((area) => {
      const lines = items
        .filter((one) => one.area === area)
        .map((one) => `  ${one.item.padEnd(width)}${severityCell(one, paint)}${one.title}${noteOn(one, paint)}`);
      return [paint('heading', AREAS[area] === undefined ? area : `${area}: ${AREAS[area]}`), ...lines].join('\n');
    })
    .join('\n\n');
}

/** The page of an item that no table of this library holds. */
export function extraItemPage(
  { item, title, severity, tiers, why, decidedBy, fix, documentation }: Explained,
  paint: Paint,
): string {
  const parts = [
    ['Why', why],
    ['What decides it', decidedBy],
    ['Meet it', fix],
    ['Read on', documentation],
  ] as const;
  return [
    paint('heading', `${item}: ${title}`),
    `${paint(severity === 'error' ? 'bad' : 'warning', severity)}${paint('quiet', `, ${tiersInWords(tiers)}`)}`,
    ...parts.filter(([, text]) => text !== '').flatMap(([name, text]) => ['', paint('heading', name), `  ${text}`]),
  ].join('\n');
}

function severityCell({ severity }: Explained, paint: Paint): string {
  return paint(severity === 'error' ? 'bad' : 'warning', severity.padEnd('warning'.length + 2));
}

function noteOn({ setting }: Explained, paint: Paint): string {
  return setting === undefined ? '' : paint('quiet', ` (${setting})`);
}
