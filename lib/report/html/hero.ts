import { Tier } from '../../../constructs/core/tier';
import type { BrokenRule, JudgedStack, Judgement } from '../../checklist/judgement';
import type { AreaScore } from './area-score';
import { compassRose } from './compass-rose';
import { counted, figure } from './kinds';
import { markup, type Markup } from './markup';
import { sign } from './symbols';
import { verdictWords } from './verdict-words';

const TONES = { fair: 'met', foul: 'error', calm: 'not-applicable' } as const;

/** The verdict, what it stands on, and the rose. */
export function hero(judgement: Judgement, areas: readonly AreaScore[]): Markup {
  const { headline, sentence, tone } = verdictWords(judgement);
  return markup`<section class="hero" data-tone="${tone}" aria-labelledby="verdict">
<div class="hero-text"><p class="eyebrow">Survey of the production checklist</p>
<h1 id="verdict">${headline}</h1><p class="sentence">${sign(TONES[tone])}${sentence}</p>
<dl class="facts">${facts(judgement).map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl></div>
<div class="hero-chart">${compassRose(areas, judgement.score)}</div>
${stackTable(judgement.stacks)}</section>`;
}

function facts({ stacks, findings, undecided, waived, met, items, off }: Judgement): [string, string][] {
  const decided = findings.length + waived.length + met.length;
  const tiers = Object.values(Tier).filter((tier) => stacks.some((stack) => stack.tier === tier));
  return [
    ['Stacks', figure(stacks.length)],
    ['Resources declared', figure(stacks.reduce((sum, { resources }) => sum + resources, 0))],
    ['Items asked', figure(Object.keys(items).length - off.length)],
    ['Outcomes decided', figure(decided)],
    ...(undecided.length === 0 ? [] : [['Outcomes undecided', figure(undecided.length)] as [string, string]]),
    ...(tiers.length === 0 ? [] : [[tiers.length === 1 ? 'Tier' : 'Tiers', tiers.join(', ')] as [string, string]]),
  ];
}

function stackTable(stacks: readonly JudgedStack[]): Markup {
  if (stacks.length === 0) {
    return markup``;
  }
  return markup`<details class="fold judged"><summary>${sign('chevron')}What was judged</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Stacks"><table><thead><tr><th scope="col">Stack</th><th scope="col">Tier</th><th scope="col">Place</th><th scope="col" class="number">Resources declared</th></tr></thead>
<tbody>${stacks.map(
    ({ path, template, tier, region, account, resources }) =>
      markup`<tr><th scope="row">${path || template}<small>${path === '' ? '' : template}</small></th><td>${tier}</td><td>${
        [account, region].filter((one) => one !== undefined).join(' / ') || 'any'
      }</td><td class="number">${figure(resources)}</td></tr>`,
  )}</tbody></table></div></details>`;
}

/** Rules that failed themselves, with their own words. */
export function brokenRules(broken: readonly BrokenRule[]): Markup {
  if (broken.length === 0) {
    return markup``;
  }
  return markup`<section class="broken" aria-labelledby="broken-heading"><h2 id="broken-heading">${sign('error')}${
    broken.length === 1 ? 'A rule failed' : `${counted(broken.length, 'rule')} failed`
  }</h2><p>What ${broken.length === 1 ? 'it' : 'they'} would have said is not known, so the app does not pass.</p><ul>${broken.map(
    ({ id, path, resource, template, error }) =>
      markup`<li><strong class="id">${id}</strong> <span class="path">${path || 'the app'}</span> <small>${
        resource === null ? '' : `${resource} in `
      }${template}</small><pre>${error}</pre></li>`,
  )}</ul></section>`;
}
