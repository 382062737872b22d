import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { Problem } from './problem';

/** A parsed YAML text that still knows where each of its keys and values stands. */
export class Source {
  /** What the text says, as plain data. */
  public readonly data: unknown;
  /** What is wrong with it as YAML. */
  public readonly problems: Problem[];
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true });
    this.problems = this.document.errors.map((error) => ({
      message: `not valid YAML: ${error.message}`,
      path: [],
      ...this.at(error.pos[0]),
    }));
    this.data = this.problems.length === 0 ? this.toData() : undefined;
  }

  /** A problem at the value under `path`, or at the nearest thing above it that is there. */
  public problem(path: readonly (string | number)[], message: string): Problem {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        return { message, path, ...this.at(node.range[0]) };
      }
    }
    return { message, path, ...this.at(this.document.contents?.range[0] ?? 0) };
  }

  /** A problem at a key rather than at its value. */
  public problemAtKey(path: readonly (string | number)[], key: string, message: string): Problem {
    const map: unknown = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    const full = [...path, key];
    return isScalar(pair?.key) && pair.key.range
      ? { message, path: full, ...this.at(pair.key.range[0]) }
      : this.problem(full, message);
  }

  /** Plain data; aliases that multiply one another are refused by the parser. */
  private toData(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 100 }) as unknown;
    } catch (error) {
      this.problems.push({ message: `not valid YAML: ${(error as Error).message}`, path: [], ...this.at(0) });
      return undefined;
    }
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
