import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { isGroup } from './merge';
import type { Problem } from './problem';
import { brief } from './show';
import { yamlFault } from './yaml-fault';

/** A parsed YAML text that still knows where each of its keys and values stands. */
export class Source {
  /** What the text says, as plain data. */
  public readonly data: unknown;
  /** What is wrong with it as YAML. */
  public readonly problems: Problem[];
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string) {
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      stringKeys: true,
      logLevel: 'error',
    });
    this.problems = [...this.syntaxProblems(), ...this.aliasProblems()];
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

  /** The keys that stand under `path`. */
  public keysAt(path: readonly (string | number)[]): string[] {
    const value = path.reduce<unknown>(
      (group, key) =>
        typeof group === 'object' ? (group as Record<string | number, unknown> | null)?.[key] : undefined,
      this.data,
    );
    return isGroup(value) ? Object.keys(value) : [];
  }

  /** What the parser found. After the first break in the syntax it guesses, so that only keys written twice are told too. */
  private syntaxProblems(): Problem[] {
    const { errors } = this.document;
    const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
    return errors
      .filter((error) => error === first || (first === undefined && error.code === 'DUPLICATE_KEY'))
      .map((error) => this.notYaml(yamlFault(error), error.pos[0]));
  }

  private aliasProblems(): Problem[] {
    const found: Problem[] = [];
    visit(this.document, {
      Alias: (_key, alias) => {
        if (alias.resolve(this.document) === undefined) {
          const name = brief(alias.source);
          const message = `*${name} stands for what is marked with &${name}, which is not there above it`;
          found.push(this.notYaml(message, alias.range?.[0] ?? 0));
        }
      },
    });
    return found;
  }

  private notYaml(message: string, offset: number): Problem {
    return { message: `not valid YAML: ${message}`, path: [], ...this.at(offset) };
  }

  /** Plain data; aliases that multiply one another are refused by the parser. */
  private toData(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 100 }) as unknown;
    } catch {
      this.problems.push(this.notYaml('aliases of aliases stand for more than anybody can mean', this.firstAlias()));
      return undefined;
    }
  }

  private firstAlias(): number {
    let first = 0;
    visit(this.document, {
      Alias: (_key, alias) => {
        first = alias.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    return first;
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
