import { fill } from './card';

/** Paper shows what a click would open: everything that the filters let through, with what stands behind it. */
export function preparePrint(finish: () => void): void {
  let opened: HTMLDetailsElement[] = [];
  const before = () => {
    if (opened.length === 0) {
      finish();
      opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], .filters)')].filter(
        (one) => one.closest('[data-kind="met"]') === null,
      );
      for (const details of opened) {
        fill(details);
        details.open = true;
      }
    }
  };
  const after = () => {
    opened.forEach((details) => (details.open = false));
    opened = [];
  };
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? before() : after()));
}
