import { element } from './dom';
import { PANELS, type Panel } from './view';

/** One panel at a time, chosen by tabs: arrow keys move between them, as everywhere. */
export class Tabs {
  public readonly bar = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Parts of the report' });
  private readonly tabs: Readonly<Record<Panel, HTMLButtonElement>>;

  constructor(
    private readonly panels: Readonly<
      Record<Panel, { readonly name: string; readonly count: string; readonly panel: HTMLElement }>
    >,
    private readonly choose: (panel: Panel) => void,
  ) {
    const tab = (panel: Panel) => {
      const { name, count, panel: body } = panels[panel];
      body.id = `panel-${panel}`;
      body.setAttribute('role', 'tabpanel');
      body.setAttribute('aria-labelledby', `tab-${panel}`);
      const made = element(
        'button',
        { type: 'button', role: 'tab', id: `tab-${panel}`, 'aria-controls': body.id },
        name,
        ' ',
        element('span', { class: 'total' }, count),
      );
      made.addEventListener('click', () => choose(panel));
      return made;
    };
    this.tabs = { outcomes: tab('outcomes'), resources: tab('resources'), exceptions: tab('exceptions') };
    this.bar.append(...PANELS.map((panel) => this.tabs[panel]));
    this.bar.addEventListener('keydown', (event) => this.move(event));
  }

  public show(chosen: Panel): void {
    for (const panel of PANELS) {
      const isChosen = panel === chosen;
      this.tabs[panel].setAttribute('aria-selected', String(isChosen));
      this.tabs[panel].tabIndex = isChosen ? 0 : -1;
      this.panels[panel].panel.hidden = !isChosen;
    }
  }

  private move(event: KeyboardEvent): void {
    const here = PANELS.findIndex((panel) => this.tabs[panel] === event.target);
    const last = PANELS.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: here === last ? 0 : here + 1,
      ArrowLeft: here === 0 ? last : here - 1,
      Home: 0,
      End: last,
    };
    const panel = PANELS[steps[event.key] ?? -1];
    if (here >= 0 && panel !== undefined) {
      event.preventDefault();
      this.choose(panel);
      this.tabs[panel].focus();
    }
  }
}
