import { counted, figure, WORDS, type Kind } from '../kinds';
import type { CardMaker } from './card';
import { element, say, sign } from './dom';
import { Feed } from './feed';
import type { Filtered } from './filter';
import type { Entry, Model } from './model';

/** The list of outcomes: worst first, under a heading for each kind. */
export class Results {
  public readonly panel = element('div', { class: 'results' });
  private readonly list = element('div', { class: 'feed' });
  private readonly note = element('div', { class: 'note' });
  private readonly idle = element('div');
  private readonly feed: Feed<Entry>;
  private group?: { readonly kind: Kind; readonly items: HTMLElement };
  private counts: Filtered['counts']['state'] = new Map();

  constructor(
    private readonly model: Model,
    private readonly cards: CardMaker,
    private readonly clear: () => void,
  ) {
    this.feed = new Feed(this.list, (entry) => this.row(entry));
    this.panel.append(this.note, this.list, this.feed.end, this.idle);
  }

  public show({ entries, counts, idle }: Filtered): void {
    this.group = undefined;
    this.counts = counts.state;
    this.note.replaceChildren(...this.notes(entries, idle));
    this.feed.show(entries);
    this.showIdle(idle, entries.length === 0);
  }

  /** Draws everything that the view lets through, as for print. */
  public finish(): void {
    this.feed.finish();
  }

  private row(entry: Entry): HTMLElement {
    if (this.group?.kind !== entry.kind) {
      const { kind } = entry;
      const total = element('span', { class: 'total' }, figure(this.counts.get(kind) ?? 0));
      const heading = element('h3', { 'data-kind': kind }, sign(kind), WORDS[kind].many, ' ', total);
      const items = element('ul', { class: 'cards' });
      this.list.append(element('section', {}, heading, items));
      this.group = { kind, items };
    }
    const card = this.cards.card(entry);
    this.group.items.append(card);
    return card.querySelector('summary') ?? card;
  }

  private notes(entries: readonly Entry[], idle: Model['idle']): Node[] {
    const { entries: all } = this.model;
    if (all.length === 0) {
      return [big('Nothing to judge', 'No promise of the checklist speaks of anything in these templates.')];
    }
    if (entries.length + idle.length === 0) {
      const button = element('button', { type: 'button', class: 'plain-button' }, 'Show everything');
      button.addEventListener('click', this.clear);
      return [big('Nothing here', 'No outcome passes these filters.', button)];
    }
    if (entries.length === all.length && all.every(({ kind }) => kind === 'met')) {
      return [big('Fair winds', `${counted(all.length, 'promise')}, every one of them met. The evidence is below.`)];
    }
    return [];
  }

  private showIdle(idle: Model['idle'], isOpen: boolean): void {
    const items = idle.map(([item, title]) =>
      element('li', {}, element('span', { class: 'id' }, item), ' ', element('span', {}, title)),
    );
    const summary = element(
      'summary',
      {},
      sign('chevron'),
      counted(idle.length, 'item that applies to nothing here', 'items that apply to nothing here'),
    );
    this.idle.replaceChildren(
      ...(idle.length === 0
        ? []
        : [element('details', { class: 'fold idle', open: isOpen }, summary, element('ul', {}, ...items))]),
    );
  }
}

/** A line that says how much is shown; read aloud when it changes. */
export function resultCount(): {
  readonly line: HTMLElement;
  readonly tell: (shown: number, all: number, what: string) => void;
} {
  const line = element('p', { class: 'count', role: 'status', 'aria-live': 'polite' });
  return {
    line,
    tell: (shown, all, what) =>
      say(line, shown === all ? counted(all, what) : `${figure(shown)} of ${counted(all, what)}`),
  };
}

function big(headline: string, text: string, ...more: readonly Node[]): HTMLElement {
  return element('div', { class: 'big-note' }, element('h3', {}, headline), element('p', {}, text), ...more);
}
