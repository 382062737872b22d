import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** Parsed once for all programs: the declarations of the CDK are large. */
const PARSED = new Map<string, ts.SourceFile | undefined>();

interface Block {
  readonly name: string;
  readonly code: string;
}

function documents(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...docs.map((path) => join('docs', path))].filter((path) => path.endsWith('.md'));
}

function blocksOf(path: string): Block[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)].map((match, index) => ({
    name: `${path} block ${index + 1}`,
    code: match[1] ?? '',
  }));
}

/** Type-checks blocks as the modules of a project that has seaworthy installed. */
function errorsIn(blocks: readonly Block[]): string[] {
  const modules = new Map(blocks.map((block, index) => [join(ROOT, `document-${index}.ts`), block]));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const host = ts.createCompilerHost(options);
  const plain = ts.createCompilerHost(options);
  host.fileExists = (path) => modules.has(path) || plain.fileExists(path);
  host.readFile = (path) => modules.get(path)?.code ?? plain.readFile(path);
  host.getSourceFile = (path, version) => {
    const block = modules.get(path);
    if (block !== undefined) {
      return ts.createSourceFile(path, block.code, version, true);
    }
    const known = PARSED.get(path) ?? plain.getSourceFile(path, version);
    PARSED.set(path, known);
    return known;
  };
  const program = ts.createProgram({
    rootNames: [...modules.keys()],
    options: {
      ...options,
      noUnusedLocals: false,
      paths: { seaworthy: [join(ROOT, 'lib/index.ts')], 'seaworthy/*': [join(ROOT, 'lib/*/index.ts')] },
    },
    host,
  });
  return [...modules].flatMap(([path, block]) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((one) => {
      const { line } = ts.getLineAndCharacterOfPosition(file as ts.SourceFile, one.start ?? 0);
      return `${block.name}, line ${line + 1}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`;
    });
  });
}

test('every TypeScript block of the documents compiles', () => {
  const blocks = documents().flatMap(blocksOf);
  expect(blocks.length).toBeGreaterThan(0);
  expect(errorsIn(blocks)).toEqual([]);
});

test('a block that does not compile is found, with its place', () => {
  const wrong: Block = {
    name: 'README.md block 9',
    code: "import { App } from 'aws-cdk-lib';\nnew App({ nonsense: 1 });\n",
  };
  expect(errorsIn([wrong])).toEqual([expect.stringMatching(/^README\.md block 9, line 2: .*nonsense/)]);
});

test('every relative link of the documents leads somewhere', () => {
  const broken = documents().flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8').replace(/```[\s\S]*?```/g, '');
    return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
      .map((match) => join(ROOT, path, '..', match[1] ?? ''))
      .filter((target) => !ts.sys.fileExists(target) && !ts.sys.directoryExists(target))
      .map((target) => `${path} -> ${relative(ROOT, target)}`);
  });
  expect(broken).toEqual([]);
});
