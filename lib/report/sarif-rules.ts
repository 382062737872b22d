import type { JudgedItem } from '../checklist/judged-item';
import { AREAS } from './areas';
import { link, prose } from './markdown-text';
import { oneLine } from './one-line';
import { webAddress } from './uri';

/** An item as SARIF describes a rule (3.49). */
export function sarifRule(id: string, item: JudgedItem): object {
  const { title, area, severity, why, decidedBy, fix, documentation } = item;
  const about = AREAS[area];
  const facts = [
    { name: 'Why', text: why },
    { name: 'Decided by', text: decidedBy },
    { name: 'Fix', text: fix },
  ].filter(({ text }) => text !== '');
  const page = webAddress(documentation);
  return {
    id,
    name: pascalCase(title),
    shortDescription: { text: oneLine(title) },
    fullDescription: { text: oneLine(why === '' ? title : why) },
    help: {
      text: [
        ...facts.map(({ name, text }) => `${name}: ${oneLine(text)}`),
        ...(page === undefined ? [] : [`Read on: ${page}`]),
      ].join('\n'),
      markdown: [
        ...facts.map(({ name, text }) => `**${name}:** ${prose(text, text.length)}`),
        link('Read on', documentation),
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    },
    helpUri: page,
    defaultConfiguration: { level: severity },
    properties: { tags: about === undefined ? [area] : [area, about] },
  };
}

/** `Work has no public address` as a name: `WorkHasNoPublicAddress`. */
function pascalCase(title: string): string {
  const words = title.replace(/'/g, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
