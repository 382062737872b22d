import { App, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Tier } from '../../../constructs/core/tier';
import type { Waiver } from '../../../constructs/core/waivers';
import type { ChecksProps } from '../../../lib/environment/checks';
import { Environment } from '../../../lib/environment/environment';
import { PLACE } from '../../_helpers/stack';
import { validationReport, type ValidationReport } from '../../_helpers/validation-report';

/** The report on an app with one environment for each of the props, each with a bare bucket in it. */
function reportOn(checks: (ChecksProps | undefined)[], waive?: Waiver[]): ValidationReport {
  const app = new App({ context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  checks.forEach((one, index) => {
    const environment = new Environment(app, `Place${index}`, {
      tier: Tier.PRODUCTION,
      env: PLACE,
      service: 'orders',
      owner: 'team-orders',
      costCenter: '4711',
      alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
      checks: one,
      waive,
    });
    new CfnBucket(new Stack(environment, 'Data'), 'Bucket');
  });
  return validationReport(app.synth());
}

test('several environments are checked once, by all packs', () => {
  const { plugins, findings } = reportOn([undefined, undefined]);
  expect([...plugins].sort()).toEqual(['AwsSolutions', 'Seaworthy']);
  for (const place of ['Place0/Data/Bucket', 'Place1/Data/Bucket']) {
    const there = findings.filter((finding) => finding.includes(place));
    expect(there.length).toBeGreaterThan(0);
    expect(new Set(there).size).toBe(there.length);
  }
});

test.each<[string, ChecksProps, string[]]>([
  ['without the checklist', { checklist: false }, ['AwsSolutions']],
  ['without AwsSolutions', { awsSolutions: false }, ['Seaworthy']],
])('%s', (_name, checks, expected) => {
  expect(reportOn([checks]).plugins).toEqual(expected);
});

test('what one environment asks for judges the whole app, whichever comes first', () => {
  for (const checks of [
    [{ awsSolutions: false }, { checklist: false }],
    [{ checklist: false, awsSolutions: false }, undefined],
  ]) {
    expect([...reportOn(checks).plugins].sort()).toEqual(['AwsSolutions', 'Seaworthy']);
  }
});

test('what an environment waives is waived everywhere in it, with the reason and the owner', () => {
  const item = 'AwsSolutions::AwsSolutions-S1';
  const { findings, suppressed } = reportOn(
    [{ checklist: false }],
    [{ item, reason: 'Nobody reads it', owner: 'team-lab' }],
  );
  expect(findings.filter((finding) => finding.includes('AwsSolutions-S1:'))).toEqual([]);
  expect(suppressed).toContainEqual({ id: item, reason: 'Nobody reads it [owner=team-lab]' });
});
