import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ProductionChecklist } from '../../../lib/checklist/pack';
import { terminal } from '../../../lib/cli/io';
import { addChecks } from '../../../lib/environment/checks';
import { judgementOf } from '../../../lib/testing/judged';
import { validationReportOf } from './validation-report';

afterEach(() => jest.restoreAllMocks());

function appWithBucket() {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  new Bucket(stack, 'Goods');
  return { app, stack };
}

function registered(app: App, quiet = true): ProductionChecklist {
  const pack = new ProductionChecklist(app, { quiet, writeFiles: false });
  Validations.of(app).addPlugins(pack);
  return pack;
}

describe('registered twice on one app', () => {
  test('findings and scorecard stand once, and both packs have the judgement', () => {
    const tell = jest.spyOn(terminal, 'tell').mockImplementation();
    const { app } = appWithBucket();
    const [one, other] = [registered(app, false), registered(app, false)];
    const rules = validationReportOf(app).flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
    expect(rules.filter((rule) => rule === 'SEC-09')).toHaveLength(1);
    expect(tell).toHaveBeenCalledTimes(1);
    expect(one.judgement?.findings.length).toBeGreaterThan(0);
    expect(other.judgement).toBe(one.judgement);
  });

  test('each synthesis is judged anew', () => {
    const { app, stack } = appWithBucket();
    const [one, other] = [registered(app), registered(app)];
    validationReportOf(app);
    const before = one.judgement?.findings.length ?? 0;
    new Bucket(stack, 'More');
    validationReportOf(app);
    expect(one.judgement?.findings.length).toBeGreaterThan(before);
    expect(other.judgement).toBe(one.judgement);
  });

  test('one that was made and never registered judges nothing in place of the other', () => {
    const { app } = appWithBucket();
    new ProductionChecklist(app, { quiet: true, writeFiles: false });
    const pack = registered(app);
    expect(validationReportOf(app).map(({ conclusion }) => conclusion)).toContain('failure');
    expect(pack.judgement?.findings.length).toBeGreaterThan(0);
  });

  test('packs of two stages judge a stage each', () => {
    const app = new App();
    const packs = ['One', 'Two'].map((name) => {
      const stage = new Stage(app, name);
      new Bucket(new Stack(stage, 'Shop'), 'Goods');
      const pack = new ProductionChecklist(stage, { quiet: true, writeFiles: false });
      Validations.of(stage).addPlugins(pack);
      return pack;
    });
    validationReportOf(app);
    const paths = packs.map(({ judgement }) => judgement?.findings.map(({ stack }) => stack)[0]);
    expect(paths).toEqual(['One/Shop', 'Two/Shop']);
  });

  test('by an Environment, by hand, and by the matchers', () => {
    const { app } = appWithBucket();
    addChecks(app, { awsSolutions: false, quiet: true });
    const pack = registered(app);
    expect(judgementOf(app)).toBe(pack.judgement);
    const rules = validationReportOf(app).flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
    expect(rules.filter((rule) => rule === 'SEC-09')).toHaveLength(1);
  });
});

test('a judgement that failed leaves none from before', () => {
  const app = new App();
  const pack = new ProductionChecklist(undefined, { quiet: true, writeFiles: false });
  const judging = (text: string) => {
    const templatePath = join(mkdtempSync(join(tmpdir(), 'seaworthy-')), 'Shop.template.json');
    writeFileSync(templatePath, text);
    const stack = { stackConstructPath: 'Shop', templatePath, accountId: undefined, region: undefined };
    return () => pack.validate({ appConstruct: app, templatePaths: [templatePath], stackTemplates: [stack] });
  };
  judging('{}')();
  expect(pack.judgement).toBeDefined();
  const { success, violations } = judging('{')();
  expect(success).toBe(false);
  expect(violations).toMatchObject([{ ruleName: 'Checklist', severity: 'fatal' }]);
  expect(violations[0]?.description).toContain('not valid JSON');
  expect(pack.judgement).toBeUndefined();
});
