import { stretches, type AreaScore } from './area-score';
import { counted, figure, STATES, WORDS, type PageState } from './kinds';
import { markup, type Markup } from './markup';
import { sign } from './symbols';

/** Every area with its counts as a bar; each is a link to its outcomes. */
export function areaList(areas: readonly AreaScore[]): Markup {
  if (areas.length === 0) {
    return markup``;
  }
  return markup`<section class="areas" aria-labelledby="areas-heading"><div class="section-head"><h2 id="areas-heading">Areas</h2>
<ul class="legend" aria-label="Key">${STATES.map(
    (state) =>
      markup`<li data-kind="${state}"><svg class="swatch" aria-hidden="true"><rect class="b-${state}" width="100%"/></svg>${sign(state)}${WORDS[state].one}</li>`,
  )}</ul></div><ul class="area-grid">${areas.map(areaEntry)}</ul></section>`;
}

function areaEntry({ code, name, counts, score }: AreaScore): Markup {
  const shown = STATES.filter((state) => counts[state] > 0);
  const percentage = score === null ? '–' : `${score} %`;
  const said = [
    `${code} ${name}`,
    score === null ? 'nothing decided' : `${score} % met`,
    ...shown.map((state) => amount(state, counts[state])),
  ];
  return markup`<li><a class="area" href="#${new URLSearchParams({ area: code }).toString()}" data-area="${code}" aria-label="${said.join(', ')}"><b>${code}</b><span class="area-name">${name || code}</span><span class="area-score">${percentage}</span><svg class="bar">${stretches(
    counts,
    0.02,
  ).map(
    ({ state, from, size }) =>
      markup`<rect class="b-${state}" data-state="${state}" x="${percent(from)}" width="${percent(size)}"><title>${amount(state, counts[state])}</title></rect>`,
  )}</svg><span class="area-counts">${shown.map(
    (state) => markup`<span class="tally" data-kind="${state}">${sign(state)}${figure(counts[state])}</span>`,
  )}</span></a></li>`;
}

function amount(state: PageState, count: number): string {
  const word = WORDS[state].one.toLowerCase();
  return state === 'error' || state === 'warning' ? counted(count, word) : `${figure(count)} ${word}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1e4) / 100}%`;
}
