import type { PageData } from '../page-data';
import { CardMaker } from './card';
import { element, say, sign } from './dom';
import { Facets, filterWords } from './facets';
import { filtered } from './filter';
import { modelOf, type Model } from './model';
import { preparePrint } from './printing';
import { Resources } from './resources';
import { resultCount, Results } from './results';
import { Tabs } from './tabs';
import { applyTheme, themeSwitch } from './theme';
import { hashOf, toggled, viewOf, WHOLE, type View } from './view';
import { figure } from '../kinds';

/** What happens on the page: the address holds the view, and every change goes through it. */
class Page {
  private readonly results: Results;
  private readonly resources: Resources;
  private readonly facets: Facets;
  private readonly tabs: Tabs;
  private readonly count = resultCount();
  private readonly chips = element('div', { class: 'chips' });
  private readonly printed = element('p', { class: 'print-only' });
  private readonly shell = element('div', { class: 'shell' });
  private view: View = WHOLE;

  constructor(
    private readonly model: Model,
    home: HTMLElement,
    exceptions: HTMLElement,
  ) {
    const cards = new CardMaker(model);
    this.results = new Results(model, cards, () => this.change(WHOLE));
    this.resources = new Resources(model, cards, (resource) => {
      this.change({ resource });
      this.resources.reveal();
    });
    this.facets = new Facets(model, (part, isTyping) => this.change(part, isTyping));
    this.tabs = new Tabs(
      {
        outcomes: { name: 'Outcomes', count: figure(model.entries.length), panel: this.results.panel },
        resources: { name: 'Resources judged', count: figure(model.subjects.length), panel: this.resources.panel },
        exceptions: {
          name: 'Waivers',
          count: String(exceptions.querySelectorAll('tbody tr').length),
          panel: exceptions,
        },
      },
      (panel) => this.change({ panel }),
    );
    const status = element('div', { class: 'status' }, this.count.line, this.chips, this.printed);
    const heading = element('h2', { class: 'unseen' }, 'Outcomes');
    this.shell.append(
      element('div', { role: 'search', 'aria-label': 'Filters' }, this.facets.panel),
      element('div', { class: 'body-column' }, status, this.results.panel, this.resources.panel),
    );
    home.replaceChildren(heading, this.tabs.bar, this.shell, exceptions);
  }

  public show(view: View): void {
    this.view = view;
    const result = filtered(this.model, view);
    this.tabs.show(view.panel);
    this.shell.hidden = view.panel === 'exceptions';
    this.facets.show(view, result);
    this.showChips();
    if (view.panel === 'resources') {
      const subjects = this.resources.show(result.entries, view.resource);
      this.count.tell(subjects, this.model.subjects.length, 'resource');
    } else {
      this.results.show(result);
      this.count.tell(result.entries.length, this.model.entries.length, 'outcome');
    }
    for (const link of document.querySelectorAll<HTMLElement>('[data-area]')) {
      link.classList.toggle('chosen', view.area.includes(link.dataset.area ?? ''));
      link.classList.toggle('other', view.area.length > 0 && !view.area.includes(link.dataset.area ?? ''));
      if (link instanceof HTMLAnchorElement) {
        link.setAttribute('aria-current', String(view.area.includes(link.dataset.area ?? '')));
      }
    }
  }

  /** Shows another view and writes it into the address: a step that the back button undoes, unless somebody types. */
  public change(part: Partial<View>, isTyping = false): void {
    const view = { ...this.view, ...part };
    const hash = hashOf(view);
    const address = hash === '' ? location.href.replace(/#.*$/, '') : `#${hash}`;
    if (isTyping) {
      history.replaceState(null, '', address);
    } else if (hash !== hashOf(this.view)) {
      history.pushState(null, '', address);
    }
    this.show(view);
  }

  public listen(): void {
    addEventListener('popstate', () => {
      const view = viewOf(location.hash);
      if (view !== undefined) {
        const isAnother = view.resource !== '' && view.resource !== this.view.resource;
        this.show(view);
        if (isAnother) {
          this.resources.reveal();
        }
      }
    });
    document.addEventListener('keydown', (event) => {
      const isTyping =
        event.target instanceof Element && event.target.matches('input:not([type=checkbox], [type=radio]), select');
      if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        this.change({ panel: this.view.panel === 'exceptions' ? 'outcomes' : this.view.panel });
        this.facets.focusSearch();
      }
    });
    document.addEventListener('click', (event) => this.pick(event));
    preparePrint(() => this.results.finish());
  }

  /** A click on an area adds it to what is chosen; on a stretch of its bar, that state of it. */
  private pick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const area = target?.closest<HTMLElement | SVGElement>('[data-area]')?.dataset.area;
    if (target?.closest('.skip') !== null && target !== undefined) {
      event.preventDefault();
      document.getElementById('outcomes')?.focus();
    }
    if (area === undefined || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const state = target?.closest<SVGElement>('[data-state]')?.dataset.state;
    const panel = this.view.panel === 'exceptions' ? 'outcomes' : this.view.panel;
    this.change(
      state === undefined ? { panel, area: toggled(this.view.area, area) } : { panel, area: [area], state: [state] },
    );
    if (event.detail > 0 && this.view.area.length > 0) {
      document.getElementById('outcomes')?.scrollIntoView({ block: 'start' });
    }
  }

  private showChips(): void {
    const words = filterWords(this.view);
    const chips = words.map(({ name, value, without }) => {
      const chip = element(
        'button',
        { type: 'button', class: 'chip', 'aria-label': `Remove the filter ${name} ${value}` },
        element('span', {}, `${name} `),
        value,
        sign('error'),
      );
      chip.addEventListener('click', () => {
        this.change(without);
        (this.chips.querySelector('button') ?? document.getElementById('outcomes'))?.focus();
      });
      return chip;
    });
    if (words.length > 1) {
      const all = element('button', { type: 'button', class: 'chip clear' }, 'Clear all');
      all.addEventListener('click', () =>
        this.change({ ...WHOLE, panel: this.view.panel, resource: this.view.resource }),
      );
      chips.push(all);
    }
    this.chips.replaceChildren(...chips);
    say(
      this.printed,
      words.length === 0 ? '' : `Filtered by ${words.map(({ name, value }) => `${name} ${value}`).join(', ')}.`,
    );
  }
}

applyTheme();
addEventListener('DOMContentLoaded', () => {
  const [data, home, exceptions] = ['data', 'outcomes', 'exceptions'].map((id) => document.getElementById(id));
  if (data && home && exceptions) {
    document.getElementById('tools')?.append(themeSwitch());
    const page = new Page(modelOf(JSON.parse(data.textContent) as PageData), home, exceptions);
    page.show(viewOf(location.hash) ?? WHOLE);
    page.listen();
    performance.mark('seaworthy-ready');
  }
});
