import type { Page } from 'playwright-core';

/** A text that is too close to what is behind it. */
export interface FaintText {
  readonly text: string;
  readonly where: string;
  readonly ratio: number;
}

/** How many texts are visible on a page, and those whose contrast, measured on what is drawn, is below 4.5 to 1. */
export async function faintTexts(page: Page): Promise<{ readonly seen: number; readonly faint: readonly FaintText[] }> {
  // What is on its way from one colour to another has neither.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  return page.evaluate(() => {
    const least = 4.5;
    type Colour = readonly [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const read = (colour: string): Colour => {
      if (canvas === null) {
        throw new TypeError('no canvas');
      }
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Colour, below: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => top[at] * top[3] + below[at] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const behind = (element: Element | null): Colour =>
      element === null
        ? [255, 255, 255, 1]
        : over(read(getComputedStyle(element).backgroundColor), behind(element.parentElement));
    const luminance = ([red, green, blue]: Colour) => {
      const part = (value: number) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    };
    const contrast = (one: Colour, other: Colour) => {
      const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    };
    const faint: FaintText[] = [];
    let seen = 0;
    for (const element of document.body.querySelectorAll('*')) {
      const text = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? '')
        .join('')
        .trim();
      const isDrawn = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (text === '' || !isDrawn || element.closest('title, script, noscript, .unseen') !== null) {
        continue;
      }
      seen += 1;
      const style = getComputedStyle(element);
      const background = behind(element.closest('svg') ?? element);
      const colour = over(read(element instanceof SVGElement ? style.fill : style.color), background);
      const ratio = contrast(colour, background);
      if (ratio < least) {
        faint.push({
          text: text.slice(0, 40),
          where: `${element.tagName}.${element.getAttribute('class') ?? ''}`,
          ratio,
        });
      }
    }
    return { seen, faint };
  });
}
