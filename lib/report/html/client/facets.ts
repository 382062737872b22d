import { figure, STATES, WORDS, type PageState } from '../kinds';
import { element, say, sign } from './dom';
import type { Filtered } from './filter';
import { stackName, type Model } from './model';
import { toggled, WHOLE, type Choice, type View } from './view';

/** Changes the view by a part of it. `isTyping`: many changes in a row that make one step back. */
export type Change = (part: Partial<View>, isTyping?: boolean) => void;

interface Option {
  readonly input: HTMLInputElement;
  readonly count: HTMLElement;
  readonly row: HTMLElement;
}

/** The filters beside the list. */
export class Facets {
  public readonly panel = element('details', { class: 'filters', open: true });
  private readonly options = new Map<string, Option>();
  private readonly search = element('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Path, item, text…',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  private readonly stack = element('select', { id: 'stack' });
  private readonly active = element('span', { class: 'total' });
  private view: View = WHOLE;

  constructor(
    { areas, tiers, stacks }: Model,
    private readonly change: Change,
  ) {
    const summary = element('summary', {}, sign('chevron'), 'Filters ', this.active);
    const states = STATES.map((state) => this.option('state', state, WORDS[state].many, sign(state)));
    this.panel.append(
      summary,
      this.searchBox(),
      group('State', states),
      ...(tiers.length > 1
        ? [
            group(
              'Tier',
              tiers.map((tier) => this.option('tier', tier, tier)),
            ),
          ]
        : []),
      ...(stacks.length > 1 ? [this.stackBox([...new Set(stacks.map(stackName))])] : []),
      group(
        'Area',
        Object.entries(areas).map(([code, name]) => this.option('area', code, name, element('b', {}, code))),
      ),
    );
    const wide = matchMedia('(min-width: 900px)');
    const fold = () => (this.panel.open = wide.matches);
    wide.addEventListener('change', fold);
    fold();
  }

  /** Puts the focus where a search is typed. */
  public focusSearch(): void {
    this.panel.open = true;
    this.search.focus();
    this.search.select();
  }

  public show(view: View, { counts }: Filtered): void {
    this.view = view;
    for (const [key, { input, count, row }] of this.options) {
      const [choice, value] = split(key);
      const amount = counts[choice].get(value) ?? 0;
      input.checked = view[choice].includes(value);
      say(count, figure(amount));
      row.classList.toggle('none', amount === 0);
    }
    if (this.search.value !== view.search) {
      this.search.value = view.search;
    }
    this.stack.value = view.stack;
    for (const option of this.stack.options) {
      say(
        option,
        option.value === '' ? 'All stacks' : `${option.value} (${figure(counts.stack.get(option.value) ?? 0)})`,
      );
    }
    const active = [view.area, view.state, view.tier].flat().length + [view.stack, view.search].filter(Boolean).length;
    say(this.active, active === 0 ? '' : String(active));
  }

  private option(choice: Choice, value: string, text: string, lead?: Node): HTMLElement {
    const input = element('input', { type: 'checkbox', name: choice, value });
    const count = element('span', { class: 'total' });
    const row = element(
      'label',
      { class: 'option', 'data-kind': choice === 'state' ? value : undefined },
      input,
      element('span', { class: 'box' }, sign('met')),
      lead,
      element('span', { class: 'label' }, text),
      count,
    );
    input.addEventListener('change', () => this.change({ [choice]: toggled(this.view[choice], value) }));
    this.options.set(`${choice} ${value}`, { input, count, row });
    return row;
  }

  private searchBox(): HTMLElement {
    this.search.addEventListener('input', () => this.change({ search: this.search.value }, true));
    this.search.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.search.value !== '') {
        event.preventDefault();
        this.change({ search: '' });
      }
    });
    return element(
      'div',
      { class: 'field' },
      element('label', { for: 'search' }, 'Search'),
      element('span', { class: 'input' }, sign('search'), this.search, element('kbd', { 'aria-hidden': 'true' }, '/')),
    );
  }

  private stackBox(names: readonly string[]): HTMLElement {
    this.stack.append(...['', ...names].map((name) => element('option', { value: name }, name)));
    this.stack.addEventListener('change', () => this.change({ stack: this.stack.value }));
    return element(
      'div',
      { class: 'field' },
      element('label', { for: 'stack' }, 'Stack'),
      element('span', { class: 'input select' }, this.stack, sign('chevron')),
    );
  }
}

function group(name: string, options: readonly HTMLElement[]): HTMLElement {
  return element('fieldset', { class: 'group' }, element('legend', {}, name), ...options);
}

function split(key: string): [Choice, string] {
  const at = key.indexOf(' ');
  return [key.slice(0, at) as Choice, key.slice(at + 1)];
}

/** What is filtered, in words: for the line above the list and for print. */
export function filterWords({
  area,
  state,
  tier,
  stack,
  search,
}: View): { name: string; value: string; without: Partial<View> }[] {
  const rest = (values: readonly string[], value: string) => values.filter((one) => one !== value);
  return [
    ...state.map((value) => ({
      name: 'state',
      value: WORDS[value as PageState].one,
      without: { state: rest(state, value) },
    })),
    ...area.map((value) => ({ name: 'area', value, without: { area: rest(area, value) } })),
    ...tier.map((value) => ({ name: 'tier', value, without: { tier: rest(tier, value) } })),
    ...(stack === '' ? [] : [{ name: 'stack', value: stack, without: { stack: '' } }]),
    ...(search.trim() === '' ? [] : [{ name: 'search', value: search.trim(), without: { search: '' } }]),
  ];
}
