import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type YAMLError, type YAMLMap } from 'yaml';
import { nearest } from '../../spelling/suggest';
import { longForm, TAGS } from './intrinsic-tags';
import { Notes } from './notes';
import { Positions } from './positions';
import { Problems, quoted, refuse } from './problems';
import { plainScalar } from './yaml-scalars';

/** A template as plain data, and what its reader should know of how it was read. */
export interface ParsedTemplate {
  readonly body: unknown;
  readonly notes: readonly string[];
}

/** Many more than a template of 1 MB holds; below the time that anybody would wait. */
const MOST_REPEATED = 100_000;

const CORE = 'tag:yaml.org,2002:';
const UNSUPPORTED = ['binary', 'omap', 'pairs', 'set', 'timestamp'];

/** What the parser's codes mean, in words for the writer of a template. */
const FAULTS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'a tab stands where spaces are expected',
  UNEXPECTED_TOKEN: 'this does not belong here; is the line indented like its neighbours?',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon in one line; put a value that holds a colon in quotes',
};

/**
 * Reads a template in YAML as CloudFormation does, short forms included. Aliases and merges, which CloudFormation takes
 * only from those who expand them before, are expanded.
 *
 * @throws SeaworthyError `InvalidYaml`, with line and column of everything that is wrong
 */
export function parseYaml(text: string, name: string): ParsedTemplate {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    // The parser compares each key with each other one, which takes half a minute for a large map.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [document, second] = [...documents].filter(({ contents, errors }) => contents !== null || errors.length > 0);
  const positions = new Positions(text);
  const problems = [...(document === undefined ? ['it is empty'] : syntaxProblems(document, positions))];
  if (second !== undefined && problems.length === 0) {
    const place = positions.at(second.range?.[0] ?? 0);
    problems.push(`${place} a second document begins; a template is one document`);
  }
  const reader = new YamlReader(positions);
  const body = document === undefined || problems.length > 0 ? undefined : reader.read(document);
  refuse('InvalidYaml', name, problems.length > 0 ? problems : reader.problems, 'mend the YAML');
  return { body, notes: reader.notes.told(name) };
}

/** After the first break in the syntax the parser guesses, so only that one is told. */
function syntaxProblems({ errors }: Document.Parsed, positions: Positions): string[] {
  return errors.slice(0, 1).map(({ code, message, pos: [offset] }) => {
    const fault = /call stack/i.test(message) ? 'values are nested too deep' : (FAULTS[code] ?? message);
    return `${positions.at(offset)} not valid YAML: ${fault}`;
  });
}

/** Makes plain data of a parsed document. */
class YamlReader {
  public readonly problems = new Problems();
  public readonly notes = new Notes();
  private readonly anchors = new Map<string, unknown>();
  private readonly open = new Set<unknown>();
  private repeated = 0;
  private withinAlias = 0;
  private isExpanding = false;

  constructor(private readonly positions: Positions) {}

  public read({ contents }: Document.Parsed): unknown {
    return this.value(contents);
  }

  private value(node: unknown): unknown {
    this.repeated += this.withinAlias > 0 ? 1 : 0;
    if (isAlias(node)) {
      return this.alias(node);
    }
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) {
      return null;
    }
    if (node.anchor !== undefined) {
      this.anchors.set(node.anchor, node);
    }
    this.open.add(node);
    const value = isMap(node)
      ? this.map(node)
      : isSeq(node)
        ? node.items.map((item) => this.value(item))
        : this.scalar(String(node.value), node.type === 'PLAIN', node);
    this.open.delete(node);
    return this.tagged(value, node);
  }

  private scalar(text: string, isPlain: boolean, { tag, range }: Placed): unknown {
    const isTyped = tag !== undefined && ['int', 'float', 'bool', 'null'].includes(tag.replace(CORE, ''));
    if (!isTyped && (!isPlain || tag !== undefined)) {
      return text;
    }
    const { value, trap } = plainScalar(text);
    if (trap !== undefined) {
      this.notes.add(`${trap}; put it in quotes if it is none`, () => this.place({ range }));
    }
    return value;
  }

  private tagged(value: unknown, node: Placed): unknown {
    const { tag } = node;
    if (tag === undefined || tag === '!' || tag.startsWith(CORE)) {
      const type = tag?.slice(CORE.length) ?? '';
      return UNSUPPORTED.includes(type) ? this.problem(node, () => `CloudFormation takes no !!${type}`) : value;
    }
    const long = longForm(tag, value);
    if (long === undefined) {
      return this.problem(node, () => `${quoted(tag)} is no short form of a function; ${meant(tag)}`);
    }
    return { [long[0]]: long[1] };
  }

  private map({ items }: YAMLMap): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const merged: unknown[] = [];
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined || (isScalar(key) && key.type === 'PLAIN' && name === '')) {
        this.problem(key as Placed, () => 'a key must be a word');
      } else if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        const source = this.value(value);
        merged.push(source);
      } else if (Object.hasOwn(map, name)) {
        this.problem(key as Placed, () => `the key ${quoted(name)} stands twice in its map`);
      } else {
        put(map, name, this.value(value));
      }
    }
    for (const [name, value] of merged.flat().flatMap((source) => Object.entries(source ?? {}))) {
      if (!Object.hasOwn(map, name)) {
        put(map, name, value);
      }
    }
    return map;
  }

  private alias(alias: Placed & { readonly source: string }): unknown {
    const node = this.anchors.get(alias.source);
    if (node === undefined) {
      return this.problem(alias, () => `*${alias.source} stands for nothing: no &${alias.source} is above it`);
    }
    if (this.open.has(node)) {
      return this.problem(alias, () => `*${alias.source} stands within what it stands for`);
    }
    if (this.repeated > MOST_REPEATED) {
      return this.problems.count > 0
        ? null
        : this.problem(alias, () => 'aliases of aliases stand for more than anybody can mean');
    }
    if (this.withinAlias === 0 && !this.isExpanding) {
      this.isExpanding = true;
      this.notes.add('aliases are expanded here; CloudFormation refuses a template that has some', () =>
        this.place(alias),
      );
    }
    this.withinAlias += 1;
    const value = this.value(node);
    this.withinAlias -= 1;
    return value;
  }

  private problem(node: Placed | null, message: () => string): null {
    this.problems.add(() => `${this.place(node)} ${message()}`);
    return null;
  }

  private place(node: Pick<Placed, 'range'> | null): string {
    return this.positions.at(node?.range?.[0] ?? 0);
  }
}

interface Placed {
  readonly tag?: string;
  readonly range?: readonly [number, number, number] | null;
}

function meant(tag: string): string {
  const near = nearest(tag, TAGS);
  return near === undefined ? `allowed: ${TAGS.join(' ')}` : `did you mean ${near}?`;
}

/** Sets a key as data, also the one that would set the prototype. */
function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') {
    map[key] = value;
    return;
  }
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}
