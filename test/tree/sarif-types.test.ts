import { join } from 'node:path';
import ts from 'typescript';
import { checklistSarif } from '../../lib/report/sarif';
import { BROKEN, FINDING, HOSTILE, sample, UNDECIDED, WAIVER, WARNING } from '../lib/report/sample';

const ROOT = join(__dirname, '..', '..');

/** What the compiler says of values that are written out as SARIF logs: unknown keys, missing ones, wrong values. */
function errorsIn(...logs: string[]): string[] {
  const path = join(ROOT, 'sarif-log.ts');
  const code = `import type { Log } from 'sarif';\nexport const logs: Log[] = [${logs.join()}];\n`;
  const options = { strict: true, noEmit: true, module: ts.ModuleKind.Node16, types: [], skipLibCheck: true };
  const host = ts.createCompilerHost(options);
  const plain = ts.createCompilerHost(options);
  host.fileExists = (name) => name === path || plain.fileExists(name);
  host.getSourceFile = (name, version) =>
    name === path ? ts.createSourceFile(path, code, version, true) : plain.getSourceFile(name, version);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([path], options, host));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const full = sample({
  findings: [FINDING, WARNING, { ...FINDING, source: { file: 'bin/app.ts', line: 7 } }],
  undecided: [UNDECIDED],
  waived: [{ ...FINDING, waiver: WAIVER }],
  broken: [BROKEN],
});

test('the log holds to the published types of SARIF 2.1.0', () => {
  const hostile = sample({ findings: [{ ...FINDING, found: HOSTILE, path: HOSTILE }] });
  const logs = [full, sample({ findings: [] }), hostile].map((one) => checklistSarif(one, { folder: 'cdk.out' }));
  expect(errorsIn(...logs)).toEqual([]);
}, 60_000);

test('a wrong level and an unknown key are seen', () => {
  const log = checklistSarif(full);
  const wrong = log.replace('"level":"error"', '"level":"fatal"');
  const unknown = log.replace('"results":', '"outcomes":[],"results":');
  const errors = errorsIn(wrong, unknown).join();
  expect(errors).toContain('"fatal"');
  expect(errors).toMatch(/outcomes.* does not exist in type 'Run'/);
}, 60_000);
