import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Judgement } from '../../lib/checklist/judgement';
import { checklistHtml } from '../../lib/report/html';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser by CHROMIUM_PATH, else by the PATH; where a browser must be there (`CI=true`), its absence is an error. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = env.CHROMIUM_PATH === undefined ? onPath.find(isExecutable) : env.CHROMIUM_PATH;
  if (found === undefined && env.CI === 'true') {
    throw new Error('No Chromium is on the PATH: install it, or name it in CHROMIUM_PATH');
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A page that is open, and what it did that nobody asked for. */
export interface OpenPage {
  readonly page: Page;
  /** Errors, warnings and anything else on the console. */
  readonly noise: readonly string[];
  /** Everything that was requested, the page itself left out. */
  readonly requests: readonly string[];
}

/** Pages of judgements, opened from the disk as a user opens them. */
export class Pages {
  private readonly folder = mkdtempSync(join(tmpdir(), 'checklist-page-'));
  private browser?: Browser;
  private count = 0;

  constructor(private readonly executablePath: string) {}

  public async open(judgement: Judgement, hash = '', options: BrowserContextOptions = {}): Promise<OpenPage> {
    this.browser ??= await chromium.launch({ executablePath: this.executablePath, args: ['--no-sandbox'] });
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const [noise, requests]: [string[], string[]] = [[], []];
    const file = join(this.folder, `${(this.count += 1)}.html`);
    const address = pathToFileURL(file).href;
    page.on('console', (message) => noise.push(message.text()));
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('dialog', (dialog) => {
      noise.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) =>
      request.url().split('#')[0] === address ? undefined : requests.push(request.url()),
    );
    writeFileSync(file, checklistHtml(judgement));
    await page.goto(`${address}${hash === '' ? '' : `#${hash}`}`);
    return { page, noise, requests };
  }

  public async close(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true });
  }
}
