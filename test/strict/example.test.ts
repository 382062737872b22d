import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildEnvironments } from '../../lib/manifest/build';
import { loadManifest } from '../../lib/manifest/load';
import { FLAG_SETS } from '../_helpers/stack';
import { validationReport } from '../_helpers/validation-report';

const EXAMPLE = join(__dirname, '../../docs/examples/orders/seaworthy.yaml');

const STRICT = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:failSynthOnValidationErrors': false,
};

describe.each(FLAG_SETS)('the example service under %s', (_name, flags) => {
  const app = new App({ context: { ...flags, ...STRICT } });
  buildEnvironments(app, loadManifest(EXAMPLE));
  const report = validationReport(app.synth());

  test('all three judges ran', () => {
    expect(report.plugins).toEqual(expect.arrayContaining(['CloudFormation Validate', 'AwsSolutions', 'Seaworthy']));
  });

  test('has no finding, of CloudFormation, of AwsSolutions, of the checklist, and no warning of the CDK', () => {
    expect(report.findings).toEqual([]);
  });

  test('every waiver says why and whose', () => {
    expect(report.suppressed.length).toBeGreaterThan(0);
    expect(report.suppressed.filter(({ reason }) => !/^\S.+ \[owner=[^\s\]]+/.test(reason))).toEqual([]);
  });
});
