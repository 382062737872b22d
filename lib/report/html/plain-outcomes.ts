import type { Judgement, Outcome } from '../../checklist/judgement';
import { counted } from './kinds';
import { kindOf } from './encoding';
import { WORDS } from './kinds';
import { markup, type Markup } from './markup';
import { sign } from './symbols';

/** What the page shows where no script runs: what is missed or undecided, by item, and how much else there is. */
export function plainOutcomes({ findings, undecided, waived, met, notApplicable }: Judgement): Markup {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of [...findings, ...undecided]) {
    const key = `${kindOf(outcome)} ${outcome.item}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const rest = [
    `${counted(met.length, 'promise')} that ${met.length === 1 ? 'is' : 'are'} met, with evidence`,
    counted(waived.length, 'waived finding'),
    counted(notApplicable.length, 'item that applies to nothing', 'items that apply to nothing'),
  ];
  return markup`<noscript><section class="plain" aria-labelledby="plain-heading"><h2 id="plain-heading">Findings</h2>
<p class="nothing">Scripts are off, so there is no filter, no search and no list of ${rest.join(', ')}; checklist.json holds them all.</p>
${groups.size === 0 ? markup`<p>Nothing is missed, and nothing is undecided.</p>` : [...groups.values()].map(groupOf)}</section></noscript>`;
}

function groupOf(outcomes: readonly Outcome[]): Markup {
  const [first] = outcomes;
  if (first === undefined) {
    return markup``;
  }
  const kind = kindOf(first);
  return markup`<article class="outcome" data-kind="${kind}"><h3><span class="badge">${sign(kind)}${WORDS[kind].one}</span> <span class="id">${first.item}</span> ${first.title}</h3><ul>${outcomes.map(
    placeOf,
  )}</ul>${kind === 'undecided' ? markup`` : markup`<p><b>Fix</b> ${first.fix}</p>`}</article>`;
}

function placeOf({ path, resource, template, source, found, expected, locations }: Outcome): Markup {
  const place = [resource, source && `${source.file}:${source.line}`, template].filter((one) => one);
  return markup`<li><span class="path">${path || 'the app'}</span> <small>${place.join(', ')}</small><br>${found}${
    expected === '' ? '' : `; expected ${expected}`
  } <small>${locations.join(', ')}</small></li>`;
}
