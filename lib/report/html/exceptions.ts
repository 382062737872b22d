import type { Judgement } from '../../checklist/judgement';
import type { SwitchedOff } from '../../checklist/judged-item';
import type { WaiverUse } from '../../checklist/waiver-use';
import { counted } from './kinds';
import { markup, type Markup } from './markup';
import { sign } from './symbols';

/** The register of waivers, and what a profile switched off. */
export function exceptions({ waivers, off, items }: Pick<Judgement, 'waivers' | 'off' | 'items'>): Markup {
  return markup`<section class="exceptions" id="exceptions" aria-labelledby="exceptions-heading"><h2 id="exceptions-heading">Waivers and exceptions</h2>
<h3>Register of waivers</h3>${
    waivers.length === 0
      ? markup`<p class="nothing">Nothing is waived.</p>`
      : markup`<div class="scroll" tabindex="0" role="region" aria-label="Register of waivers"><table><thead><tr>${[
          'Item',
          'Where',
          'Reason',
          'Owner',
          'Until',
          'Covers',
        ].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead><tbody>${waivers.map((one) =>
          waiverRow(one, items[one.item]?.title ?? ''),
        )}</tbody></table></div>`
  }
<h3>Switched off</h3>${
    off.length === 0
      ? markup`<p class="nothing">Every item of the checklist is asked.</p>`
      : markup`<div class="scroll" tabindex="0" role="region" aria-label="Switched-off items"><table><thead><tr><th scope="col">Item</th><th scope="col">Reason</th></tr></thead><tbody>${off.map(offRow)}</tbody></table></div>`
  }</section>`;
}

function waiverRow(waiver: WaiverUse, title: string): Markup {
  const { id, item, path, reason, owner, until, matched } = waiver;
  return markup`<tr><th scope="row"><span class="id">${item}</span><small>${title || id}</small></th><td class="path">${
    path || 'the whole app'
  }</td><td>${reason || markup`<em>no reason</em>`}</td><td>${owner ?? markup`<em>nobody</em>`}</td><td class="nowrap">${until ?? 'no end'}</td><td>${counted(matched, 'finding')}${marks(waiver)}</td></tr>`;
}

function marks({ isExpired, isKnown, isRelevant, matched }: WaiverUse): readonly Markup[] {
  const mark = (kind: 'error' | 'warning', word: string) =>
    markup`<span class="mark" data-kind="${kind}">${sign(kind)}${word}</span>`;
  return [
    ...(isExpired ? [mark('error', 'expired')] : []),
    ...(isKnown ? [] : [mark('error', 'no such item')]),
    ...(isKnown && matched === 0 ? [mark('warning', isRelevant ? 'unused' : 'not asked in this tier')] : []),
  ];
}

function offRow({ item, title, reason }: SwitchedOff): Markup {
  return markup`<tr><th scope="row"><span class="id">${item}</span><small>${title}</small></th><td>${reason}</td></tr>`;
}
