import { stretches, type AreaScore } from './area-score';
import { figure, KINDS } from './kinds';
import { markup, type Markup } from './markup';

const HUB = 66;
const TIP = 150;
const LABEL = 168;
const RIM = 186;

/** The score as a compass rose: a petal for each area, as long as what is met of it. */
export function compassRose(areas: readonly AreaScore[], score: number | null): Markup {
  const step = 360 / Math.max(areas.length, 1);
  const half = Math.min(step, 40) / 2 - 1.2;
  const said = areas.map(({ code, score: own }) => `${code} ${own === null ? 'nothing decided' : `${own} %`}`);
  return markup`<svg class="rose" viewBox="-200 -200 400 400" role="img" aria-label="${
    score === null ? 'Nothing is decided' : `${score} % of what is decided is met`
  }. By area: ${said.join(', ')}">
<defs><path id="bed" d="${sector(half, HUB, TIP)}"/></defs><circle class="rim" r="${RIM}"/><circle class="rim" r="${RIM + 8}"/>
<path class="ticks" d="${ticks(5, 4)}"/><path class="ticks major" d="${ticks(30, 8)}"/>
<path class="north" d="M0 -200l5 12h-10Z"/>
<circle class="ring" r="${TIP}"/><circle class="ring faint" r="${(TIP + HUB) / 2}"/>
${areas.map((area, place) => petal(area, place * step, half))}
<circle class="hub" r="${HUB - 6}"/><path class="line" d="M${-HUB - 10} 17H${HUB + 10}"/>
<text class="score" y="6">${score === null ? '–' : figure(score)}</text>
<text class="unit" y="38">${score === null ? 'no score' : '% met'}</text>
</svg>`;
}

function petal({ code, name, counts, score }: AreaScore, bearing: number, half: number): Markup {
  const [x, y] = at(LABEL, bearing);
  const parts = stretches(counts, 0.06, KINDS).map(
    ({ state, from, size }) =>
      markup`<path class="b-${state}" d="${sector(half, HUB + from * (TIP - HUB), HUB + (from + size) * (TIP - HUB))}"/>`,
  );
  const title = `${code} ${name}: ${score === null ? 'nothing decided' : `${score} % met`}`;
  return markup`<g class="petal" data-area="${code}"><title>${title}</title><g transform="rotate(${round(bearing)})"><use class="bed" href="#bed"/>${parts}</g><text class="code" x="${x}" y="${y}">${code.slice(0, 6)}</text></g>`;
}

/** A piece of a ring that points north, `half` degrees to each side. */
function sector(half: number, inner: number, outer: number): string {
  const corner = (radius: number, angle: number) => at(radius, angle).join(' ');
  return `M${corner(inner, -half)}A${round(inner)} ${round(inner)} 0 0 1 ${corner(inner, half)}L${corner(outer, half)}A${round(outer)} ${round(outer)} 0 0 0 ${corner(outer, -half)}Z`;
}

function ticks(every: number, length: number): string {
  return Array.from({ length: 360 / every }, (_, one) => {
    const angle = one * every;
    return `M${at(RIM, angle).join(' ')}L${at(RIM + length, angle).join(' ')}`;
  }).join('');
}

/** A point by its distance from the middle and its bearing. */
function at(radius: number, bearing: number): [number, number] {
  const angle = (bearing * Math.PI) / 180;
  return [round(radius * Math.sin(angle)), round(-radius * Math.cos(angle))];
}

function round(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
