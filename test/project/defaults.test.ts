import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

interface PropsFile {
  /** Documented defaults by interface and prop. */
  readonly documented: Map<string, string | undefined>;
  /** Source text of each value in DEFAULTS. */
  readonly defaults: Map<string, string>;
  /** Optional props without an `@default`. */
  readonly silent: string[];
}

function read(path: string, text = readFileSync(join(ROOT, path), 'utf8')): PropsFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const documented = new Map<string, string | undefined>();
  const defaults = new Map<string, string>();
  const silent: string[] = [];
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) && /(Props|Options)$/.test(statement.name.text) && isExported(statement)) {
      for (const member of statement.members.filter(ts.isPropertySignature)) {
        const name = member.name.getText();
        const tag = ts.getJSDocTags(member).find((one) => one.tagName.text === 'default');
        const comment = ts.getTextOfJSDocComment(tag?.comment)?.trim();
        documented.set(name, comment);
        if (member.questionToken && comment === undefined) {
          silent.push(`${statement.name.text}.${name}`);
        }
      }
    }
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        const literal = initializer && ts.isSatisfiesExpression(initializer) ? initializer.expression : initializer;
        if (name.getText() === 'DEFAULTS' && literal && ts.isObjectLiteralExpression(literal)) {
          for (const one of literal.properties.filter(ts.isPropertyAssignment)) {
            defaults.set(one.name.getText(), one.initializer.getText().replace(/\s+/g, ' '));
          }
        }
      }
    }
  }
  return { documented, defaults, silent };
}

function isExported(statement: ts.InterfaceDeclaration): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function disagreements(path: string, { documented, defaults, silent }: PropsFile): string[] {
  const wrong = [...defaults]
    .filter(([name, value]) => documented.has(name) && documented.get(name) !== value)
    .map(([name, value]) => `${path}: ${name} is ${value}, documented as ${documented.get(name)}`);
  const unbacked = [...documented]
    .filter(([name, text]) => text !== undefined && !text.startsWith('- ') && !defaults.has(name))
    .map(([name, text]) => `${path}: ${name} is documented as ${text}, and not in DEFAULTS`);
  return [...wrong, ...unbacked, ...silent.map((name) => `${path}: ${name} is optional and documents no default`)];
}

const FILES = ['constructs', 'lib'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((path) => join(room, path))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(join('lib', 'templates'))),
);

test('each documented default is the real one', () => {
  expect(FILES.flatMap((path) => disagreements(path, read(path)))).toEqual([]);
});

test('a wrong, an unbacked and a missing default are found', () => {
  const text = `
    export interface XProps {
      /** A. @default 30 */
      readonly a?: number;
      /** B. @default 1 */
      readonly b?: number;
      /** C. */
      readonly c?: number;
      /** D. @default - none */
      readonly d?: number;
    }
    const DEFAULTS = { a: 31 } satisfies Partial<XProps>;`;
  expect(disagreements('x.ts', read('x.ts', text))).toEqual([
    'x.ts: a is 31, documented as 30',
    'x.ts: b is documented as 1, and not in DEFAULTS',
    'x.ts: XProps.c is optional and documents no default',
  ]);
});
