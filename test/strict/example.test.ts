import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { buildEnvironments } from '../../lib/manifest/build';
import { loadManifest } from '../../lib/manifest/load';
import { FLAG_SETS } from '../_helpers/stack';
import { validationReport } from '../_helpers/validation-report';

const EXAMPLE = join(__dirname, '../../docs/examples/orders/seaworthy.yaml');

function judgement({ directory }: CloudAssembly): { findings: unknown[]; met: unknown[] } {
  return JSON.parse(readFileSync(join(directory, 'checklist.json'), 'utf8')) as { findings: unknown[]; met: unknown[] };
}

const STRICT = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:failSynthOnValidationErrors': false,
};

describe.each(FLAG_SETS)('the example service under %s', (_name, flags) => {
  const app = new App({ context: { ...flags, ...STRICT } });
  buildEnvironments(app, loadManifest(EXAMPLE));
  const assembly = app.synth();
  const report = validationReport(assembly);

  test('all three judges ran', () => {
    // The CDK reports only on plugins that found something; the pack keeps its own account of what is met.
    const { findings, met } = judgement(assembly);
    expect(findings).toEqual([]);
    expect(met.length).toBeGreaterThan(500);
    expect(report.plugins).toEqual(expect.arrayContaining(['CloudFormation Validate', 'AwsSolutions']));
  });

  test('has no finding, of CloudFormation, of AwsSolutions, of the checklist, and no warning of the CDK', () => {
    expect(report.findings).toEqual([]);
  });

  test('every waiver says why and whose', () => {
    expect(report.suppressed.length).toBeGreaterThan(0);
    expect(report.suppressed.filter(({ reason }) => !/^\S.+ \[owner=[^\s\]]+/.test(reason))).toEqual([]);
  });
});
