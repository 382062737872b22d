import { element } from './dom';

const CHUNK = 40;

/** A long list, drawn as far as somebody reads: more of it comes when its end is near or asked for. */
export class Feed<T> {
  private readonly more = element('button', { type: 'button', class: 'more' });
  private readonly watcher = new IntersectionObserver(
    (seen) => (seen.some(({ isIntersecting }) => isIntersecting) ? this.grow(CHUNK) : undefined),
    { rootMargin: '600px' },
  );
  private rows: readonly T[] = [];
  private drawn = 0;

  constructor(
    private readonly list: HTMLElement,
    /** Draws one row and puts it where it belongs; answers what takes the focus. */
    private readonly draw: (row: T) => HTMLElement,
  ) {
    this.more.addEventListener('click', () => this.grow(CHUNK)?.focus());
  }

  /** The button that asks for more; it stands behind the list. */
  public get end(): HTMLElement {
    return this.more;
  }

  /** Starts again with other rows. */
  public show(rows: readonly T[]): void {
    this.watcher.disconnect();
    this.list.replaceChildren();
    this.rows = rows;
    this.drawn = 0;
    this.grow(CHUNK);
  }

  /** Draws everything, as for print. */
  public finish(): void {
    this.grow(this.rows.length);
  }

  private grow(count: number): HTMLElement | undefined {
    this.watcher.disconnect();
    const fresh = this.rows.slice(this.drawn, this.drawn + count).map((row) => this.draw(row));
    this.drawn += fresh.length;
    const left = this.rows.length - this.drawn;
    this.more.hidden = left === 0;
    this.more.textContent = `Show more (${left} left)`;
    if (left > 0) {
      this.watcher.observe(this.more);
    }
    return fresh[0];
  }
}
