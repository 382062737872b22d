import { STATES } from '../kinds';

/** The parts of the page of which one is shown at a time. */
export const PANELS = ['outcomes', 'resources', 'exceptions'] as const;

export type Panel = (typeof PANELS)[number];

/** What is shown: the whole of it stands in the page's address. */
export interface View {
  readonly panel: Panel;
  readonly area: readonly string[];
  readonly state: readonly string[];
  readonly tier: readonly string[];
  /** Name of a stack; empty for all. */
  readonly stack: string;
  readonly search: string;
  /** Key of the chosen resource; empty for none. */
  readonly resource: string;
}

/** Everything, unfiltered. */
export const WHOLE: View = { panel: 'outcomes', area: [], state: [], tier: [], stack: '', search: '', resource: '' };

/** The filters of a view that allow several values. */
export type Choice = 'area' | 'state' | 'tier';

/** A view as the part of the address behind `#`; the whole is empty. */
export function hashOf({ panel, area, state, tier, stack, search, resource }: View): string {
  const parts: [string, string][] = [
    ['view', panel === WHOLE.panel ? '' : panel],
    ['area', area.join(',')],
    ['state', state.join(',')],
    ['tier', tier.join(',')],
    ['stack', stack],
    ['q', search],
    ['resource', resource],
  ];
  // A search and paths stay readable in the address; what is no text at all is replaced, never refused.
  return parts
    .filter(([, value]) => value !== '')
    .map((part) =>
      new URLSearchParams([part]).toString().replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%3A/g, ':'),
    )
    .join('&');
}

/** The view of an address; undefined where it only names a place of the page. What is not known is left out. */
export function viewOf(hash: string): View | undefined {
  const text = hash.replace(/^#/, '');
  if (text !== '' && !text.includes('=')) {
    return undefined;
  }
  const values = new URLSearchParams(text);
  const one = (name: string) => values.get(name) ?? '';
  const many = (name: string) =>
    one(name)
      .split(',')
      .filter((value) => value !== '');
  return {
    panel: PANELS.find((panel) => panel === one('view')) ?? WHOLE.panel,
    area: many('area'),
    state: many('state').filter((state) => STATES.some((known) => known === state)),
    tier: many('tier'),
    stack: one('stack'),
    search: one('q'),
    resource: one('resource'),
  };
}

/** The values with one put in, or taken out where it is in already. */
export function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
