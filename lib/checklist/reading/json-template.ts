import { Positions } from './positions';
import { Problems, quoted, refuse } from './problems';

interface Level {
  /** The keys of a map; undefined for a list. */
  readonly keys?: Set<string>;
}

type Next = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'the end';

const SPACE = /[ \t\r\n]*/y;
const TEXT = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/**
 * Reads JSON.
 *
 * @throws SeaworthyError `InvalidJson`, with line and column of what is wrong, and of every key that stands twice
 */
export function parseJson(text: string, name: string): unknown {
  refuse('InvalidJson', name, new JsonScan(text).problems(), 'mend the JSON');
  return JSON.parse(text) as unknown;
}

/** Reads JSON that a program wrote: no key stands twice there. @throws SeaworthyError `InvalidJson` */
export function parseWrittenJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseJson(text, name);
  }
}

/** One pass over a JSON text. The parser of the engine names no place for some errors, and lets later keys win silently. */
class JsonScan {
  private readonly levels: Level[] = [];
  private readonly found = new Problems();
  private readonly positions: Positions;
  private at = 0;
  private next: Next = 'value';

  constructor(private readonly text: string) {
    this.positions = new Positions(text);
  }

  /** The first break in the syntax, else every key that stands twice. */
  public problems(): readonly string[] | Problems {
    for (;;) {
      this.skip(SPACE);
      if (this.at >= this.text.length) {
        return this.next === 'the end' ? this.found : [this.told(`it ends where ${this.next} is expected`)];
      }
      const start = this.at;
      if (!this.step()) {
        this.at = start;
        const got = this.text.slice(start, start + 10).split('\n')[0] ?? '';
        return [this.told(`expected ${this.next}, got ${quoted(got)}`)];
      }
    }
  }

  private step(): boolean {
    const sign = this.text[this.at] ?? '';
    switch (this.next) {
      case 'value or ]':
        return sign === ']' ? this.close() : this.value(sign);
      case 'value':
        return this.value(sign);
      case 'key or }':
        return sign === '}' ? this.close() : this.key();
      case 'key':
        return this.key();
      case ':':
        return sign === ':' && this.move('value');
      case ', or ]':
        return sign === ']' ? this.close() : sign === ',' && this.move('value');
      case ', or }':
        return sign === '}' ? this.close() : sign === ',' && this.move('key');
      case 'the end':
        return false;
    }
  }

  private value(sign: string): boolean {
    if (sign === '{' || sign === '[') {
      this.levels.push(sign === '{' ? { keys: new Set() } : {});
      return this.move(sign === '{' ? 'key or }' : 'value or ]');
    }
    const isRead = sign === '"' ? this.string() !== undefined : this.skip(LITERAL);
    return isRead && this.afterValue();
  }

  private key(): boolean {
    const start = this.at;
    const key = this.text[this.at] === '"' ? this.string() : undefined;
    const keys = this.levels.at(-1)?.keys;
    if (key === undefined || keys === undefined) {
      return false;
    }
    if (keys.has(key)) {
      this.found.add(() => `${this.positions.at(start)} the key ${quoted(key)} stands twice in its map`);
    }
    keys.add(key);
    this.next = ':';
    return true;
  }

  private string(): string | undefined {
    const start = this.at;
    this.at += 1;
    do {
      this.skip(TEXT);
    } while (this.skip(ESCAPE));
    const isClosed = this.text[this.at] === '"';
    this.at += 1;
    return isClosed ? (JSON.parse(this.text.slice(start, this.at)) as string) : undefined;
  }

  private close(): boolean {
    this.at += 1;
    this.levels.pop();
    return this.afterValue();
  }

  private afterValue(): boolean {
    const level = this.levels.at(-1);
    this.next = level === undefined ? 'the end' : level.keys === undefined ? ', or ]' : ', or }';
    return true;
  }

  private move(next: Next): boolean {
    this.at += 1;
    this.next = next;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const isThere = pattern.test(this.text);
    this.at = isThere ? pattern.lastIndex : this.at;
    return isThere;
  }

  private told(message: string): string {
    return `${this.positions.at(this.at)} not valid JSON: ${message}`;
  }
}
