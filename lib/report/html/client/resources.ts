import { figure, KINDS, WORDS } from '../kinds';
import type { CardMaker } from './card';
import { element, sign } from './dom';
import { Feed } from './feed';
import { stackName, type Entry, type Model, type Subject } from './model';

/** Resources by stack, and what the chosen one carries. */
export class Resources {
  public readonly panel = element('div', { class: 'resources' });
  private readonly list = element('nav', { class: 'resource-list', 'aria-label': 'Resources' });
  private readonly rows = element('div');
  private readonly detail = element('section', { class: 'resource', tabindex: '-1', 'aria-label': 'Resource' });
  private readonly feed: Feed<Subject>;
  private stack?: { readonly name: string; readonly items: HTMLElement };
  private chosen?: string;

  constructor(
    private readonly model: Model,
    private readonly cards: CardMaker,
    private readonly choose: (key: string) => void,
  ) {
    this.feed = new Feed(this.rows, (subject) => this.row(subject));
    this.list.append(this.rows, this.feed.end);
    this.list.addEventListener('keydown', (event) => this.move(event));
    this.panel.append(this.list, this.detail);
  }

  /** Shows the resources of these outcomes, and everything that the chosen one carries; answers how many there are. */
  public show(entries: readonly Entry[], chosen: string): number {
    this.stack = undefined;
    this.chosen = chosen;
    const subjects = [...new Set(entries.map(({ subject }) => subject))].sort(byStackThenPath);
    this.feed.show(subjects);
    if (subjects.length === 0) {
      this.rows.append(element('p', { class: 'nothing' }, 'No resource has an outcome that passes these filters.'));
    }
    const subject = this.model.byKey.get(chosen);
    this.detail.replaceChildren(...(subject === undefined ? [emptyDetail(chosen)] : this.carried(subject)));
    return subjects.length;
  }

  /** Moves on to what was chosen, where the list stands above it. */
  public reveal(): void {
    this.detail.focus({ preventScroll: true });
    this.detail.scrollIntoView({ block: 'nearest' });
  }

  private row(subject: Subject): HTMLElement {
    const name = stackName(subject.stack);
    if (this.stack?.name !== name) {
      const items = element('ul');
      this.rows.append(element('h3', {}, name), items);
      this.stack = { name, items };
    }
    const { key, resource, path, type, entries } = subject;
    const link = element(
      'button',
      { type: 'button', class: 'resource-row', 'aria-current': key === this.chosen ? 'true' : undefined },
      element('span', { class: 'name' }, resource || path || 'the app'),
      element('span', { class: 'type' }, type || (path === subject.stack.path ? 'stack' : 'construct')),
      tallies(entries),
    );
    link.addEventListener('click', () => this.choose(key));
    this.stack.items.append(element('li', {}, link));
    return link;
  }

  private carried(subject: Subject): Node[] {
    const { resource, path, type, stack, source, entries, bearsOut } = subject;
    const groups = KINDS.map((kind) => entries.filter((entry) => entry.kind === kind)).filter(
      ({ length }) => length > 0,
    );
    const facts: [string, string][] = [
      ['Path', path || 'the app'],
      ['Stack', stackName(stack)],
      ['Template', stack.template],
      ['Source', source],
    ];
    return [
      element('p', { class: 'eyebrow' }, type || 'stack'),
      element('h3', { class: 'resource-name' }, resource || path || 'the app'),
      element(
        'dl',
        { class: 'body' },
        ...facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
      ),
      ...groups.map((group) => this.group(group)),
      ...(bearsOut.length === 0 ? [] : [this.witness(bearsOut)]),
    ];
  }

  private group(entries: readonly Entry[]): HTMLElement {
    const kind = entries[0]?.kind ?? 'met';
    const total = element('span', { class: 'total' }, figure(entries.length));
    return element(
      'section',
      {},
      element('h4', { 'data-kind': kind }, sign(kind), WORDS[kind].many, ' ', total),
      element('ul', { class: 'cards' }, ...entries.map((entry) => this.cards.card(entry, false))),
    );
  }

  private witness(entries: readonly Entry[]): HTMLElement {
    return element(
      'section',
      {},
      element('h4', {}, 'Evidence for others ', element('span', { class: 'total' }, figure(entries.length))),
      element('ul', { class: 'cards' }, ...entries.slice(0, 100).map((entry) => this.cards.card(entry))),
    );
  }

  /** Arrow keys go through the list, as in any list of choices. */
  private move(event: KeyboardEvent): void {
    const rows = [...this.list.querySelectorAll<HTMLElement>('.resource-row')];
    const here = rows.indexOf(event.target as HTMLElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const next = steps[event.key];
    if (here >= 0 && next !== undefined) {
      event.preventDefault();
      rows[next]?.focus();
    }
  }
}

function byStackThenPath(one: Subject, other: Subject): number {
  return compare(stackName(one.stack), stackName(other.stack)) || compare(one.path, other.path);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function tallies(entries: readonly Entry[]): HTMLElement {
  const box = element('span', { class: 'area-counts' });
  for (const kind of KINDS) {
    const count = entries.filter((entry) => entry.kind === kind).length;
    if (count > 0) {
      const said = element('span', { class: 'unseen' }, ` ${WORDS[kind].one.toLowerCase()}, `);
      box.append(element('span', { class: 'tally', 'data-kind': kind }, sign(kind), figure(count), said));
    }
  }
  return box;
}

function emptyDetail(chosen: string): HTMLElement {
  return element(
    'p',
    { class: 'nothing' },
    chosen === '' ? 'Choose a resource to see every promise that it carries.' : `This judgement knows no ${chosen}.`,
  );
}
