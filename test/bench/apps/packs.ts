import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { App, CfnResource, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { FargateStack } from '../../_helpers/plain-apps/fargate-stack';
import { QueueStack } from '../../_helpers/plain-apps/queue-stack';
import { WebStack } from '../../_helpers/plain-apps/web-stack';

/**
 * An app of about BENCH_RESOURCES resources, in the style of the CDK's own pages: a web service with a database, a Fargate
 * service, a queue with its function, and so on in turn, each a stack. One pack (BENCH_PACK) judges it, beside an assembly
 * that is written already.
 */
const RESOURCES = Number(process.env.BENCH_RESOURCES ?? '100');

const STACKS = [WebStack, FargateStack, QueueStack];

const env = { account: '111122223333', region: 'eu-west-1' };

const zones = ['a', 'b', 'c'].map((letter) => `${env.region}${letter}`);

/** Loads a pack as an app does, and makes it. */
const PACKS: Readonly<Record<string, (app: App) => Promise<IPolicyValidationPlugin>>> = {
  checklist: async (app) => {
    const { ProductionChecklist } = await import('../../../lib/checklist/pack.js');
    return new ProductionChecklist(app, { quiet: true, writeFiles: process.env.BENCH_FILES === 'true' });
  },
  awsSolutions: async (app) => {
    const { AwsSolutionsChecks } = await import('cdk-nag');
    return new AwsSolutionsChecks(app);
  },
};

async function main(): Promise<void> {
  const context = { [`availability-zones:account=${env.account}:region=${env.region}`]: zones };
  const app = new App({ autoSynth: false, context });
  let resources = 0;
  for (let at = 0; resources < RESOURCES; at++) {
    const Plain = STACKS[at % STACKS.length] as (typeof STACKS)[number];
    resources += new Plain(app, `Service${at}`, { env }).node.findAll().filter(CfnResource.isCfnResource).length;
  }
  const assembly = app.synth();
  const stackTemplates = assembly.stacks.map(({ hierarchicalId, templateFullPath, environment }) => ({
    stackConstructPath: hierarchicalId,
    templatePath: templateFullPath,
    accountId: environment.account,
    region: environment.region,
  }));
  const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
  const make = PACKS[process.env.BENCH_PACK ?? 'checklist'];
  const begin = performance.now();
  const pack = await make?.(app);
  const loaded = performance.now();
  const before = process.cpuUsage();
  const report = pack?.validate({ appConstruct: app, stackTemplates, templatePaths });
  const end = performance.now();
  const { user, system } = process.cpuUsage(before);
  const times = { load: loaded - begin, judge: end - loaded, cpu: (user + system) / 1000 };
  const found = { resources, stacks: stackTemplates.length, violations: report?.violations.length };
  writeFileSync(join(app.outdir, 'pack.json'), JSON.stringify({ ...times, ...found }));
}

void main();
