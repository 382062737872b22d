import { WORDS } from '../kinds';
import { copyable } from './clipboard';
import { element, sign } from './dom';
import { evidenceKey, stackName, type Entry, type Model } from './model';
import { hashOf, WHOLE } from './view';

type Part = readonly [name: string, content: readonly (Node | string)[]];

const FILLS = new WeakMap<HTMLDetailsElement, () => void>();

/** Draws outcomes. */
export class CardMaker {
  constructor(private readonly model: Model) {}

  /** An outcome that opens to everything that is known of it; what it opens to is drawn when somebody looks. */
  public card(entry: Entry, withPlace = true): HTMLLIElement {
    const { kind, item, found, expected } = entry;
    const says = element('span', { class: 'says' }, element('span', { class: 'found' }, found));
    if (expected !== '') {
      says.append(element('span', { class: 'expected' }, element('i', {}, 'expected '), expected));
    }
    const summary = element(
      'summary',
      {},
      element(
        'span',
        { class: 'badge' },
        sign(kind),
        element('span', { class: 'unseen' }, `${WORDS[kind].one} `),
        element('span', { class: 'id' }, item.item),
      ),
      element(
        'span',
        { class: 'gist' },
        element('span', { class: 'promise' }, item.title),
        withPlace ? element('span', { class: 'path' }, placeOf(entry)) : undefined,
        says,
        kind === 'met' ? element('span', { class: 'print-only' }, `Met by ${witnesses(entry).join(', ')}`) : undefined,
      ),
      sign('chevron'),
    );
    const details = element('details', {}, summary);
    FILLS.set(details, () => details.append(this.body(entry)));
    details.addEventListener('toggle', () => fill(details));
    return element('li', { class: 'outcome', 'data-kind': kind }, details);
  }

  private body(entry: Entry): HTMLElement {
    const { kind, item, locations, waiver } = entry;
    const isMissed = kind === 'error' || kind === 'warning';
    const code = (text: string) => element('code', {}, text);
    const parts: (Part | undefined)[] = [
      ['Resource', this.resource(entry)],
      subjectSource(entry),
      locations.length === 0 ? undefined : ['Properties', spaced(locations.map(code))],
      kind === 'met' || entry.evidence.length > 0
        ? [kind === 'met' ? 'Met by' : 'Looked at', spaced(this.evidence(entry))]
        : undefined,
      waiver && ['Waived', [waiverText(waiver)]],
      kind === 'met' ? undefined : ['Fix', [item.fix]],
      item.why === '' ? undefined : ['Why', [item.why]],
      item.decidedBy === '' ? undefined : ['Decided by', [item.decidedBy]],
      documentation(item.documentation),
      isMissed && item.area !== 'WAIVER' ? ['Waive it', this.waivers(item)] : undefined,
    ];
    return element(
      'dl',
      { class: 'body' },
      ...parts
        .filter((part) => part !== undefined)
        .map(([name, content]) =>
          element(
            'div',
            { class: name === 'Decided by' || name === 'Waive it' ? 'screen-only' : undefined },
            element('dt', {}, name),
            element('dd', {}, ...content),
          ),
        ),
    );
  }

  private waivers({ id, item }: Entry['item']): Node[] {
    const [waiver, acknowledgement] = this.model.paste.map((text) => text.replace('{id}', () => id));
    return [
      copyable(waiver ?? '', `the waiver of ${item}`),
      element('small', {}, 'or, without this library'),
      copyable(acknowledgement ?? '', `the acknowledgement of ${item}`),
    ];
  }

  private resource({ subject }: Entry): (Node | string)[] {
    const { key, resource, type, stack } = subject;
    return [
      resourceLink(key, resource === '' ? stackName(stack) : resource),
      ...(type === '' ? [] : [' ', element('span', { class: 'type' }, type)]),
      element('small', {}, stack.template),
    ];
  }

  private evidence(entry: Entry): Node[] {
    return witnesses(entry).map((name) => {
      const key = evidenceKey(name, entry);
      const known = this.model.byKey.has(key);
      return known ? resourceLink(key, shortName(name)) : element('code', {}, shortName(name));
    });
  }
}

/** Draws what a card opens to, once. */
export function fill(details: HTMLDetailsElement): void {
  FILLS.get(details)?.();
  FILLS.delete(details);
}

/** A link to everything that a resource carries. */
export function resourceLink(key: string, text: string): HTMLAnchorElement {
  return element(
    'a',
    { class: 'resource-link', href: `#${hashOf({ ...WHOLE, panel: 'resources', resource: key })}` },
    text,
  );
}

/** What meets a promise: what the rule names, else the resource or the stack itself. */
function witnesses({ evidence, subject }: Entry): readonly string[] {
  return evidence.length > 0 ? evidence : [subject.resource || subject.path || 'the app'];
}

function placeOf({ subject: { path, resource, source } }: Entry): string {
  const id = path.endsWith(resource) ? '' : resource;
  return [path || 'the app', id, source].filter((one) => one !== '').join(' · ');
}

function subjectSource({ subject }: Entry): Part | undefined {
  return subject.source === '' ? undefined : ['Source', [element('code', {}, subject.source)]];
}

/** Logical ids of another template are shown with its name, without the folders around it. */
function shortName(name: string): string {
  const [template = '', id] = name.split('#');
  return id === undefined ? name : `${id} (${template.replace(/^.*\//, '').replace(/\.template\.json$/, '')})`;
}

function waiverText({ path, reason, owner, until }: NonNullable<Entry['waiver']>): Node {
  const terms = [`on ${path || 'the whole app'}`, owner && `owner ${owner}`, until && `until ${until}`];
  return element('span', {}, reason, element('small', {}, terms.filter((one) => one).join(', ')));
}

function documentation(address: string): Part | undefined {
  if (address === '') {
    return undefined;
  }
  const isLink = /^https?:\/\//i.test(address);
  const link = isLink
    ? element(
        'a',
        { href: address, rel: 'noopener noreferrer', target: '_blank' },
        address.replace(/^https?:\/\//i, ''),
        sign('out'),
      )
    : address;
  return ['Read more', [link]];
}

function spaced(nodes: readonly Node[]): (Node | string)[] {
  return nodes.flatMap((node, at) => (at === 0 ? [node] : [' ', node]));
}
