import { createRequire } from 'node:module';
import { type Stage, Validations } from 'aws-cdk-lib';
import type { AwsSolutionsChecks } from 'cdk-nag';
import { withDefaults } from '../../constructs/core/defaults';
import type { ProductionChecklist } from '../checklist/pack';
import { failWithStages } from '../checklist/stage-findings';

/** Which checks run at synth. */
export interface ChecksProps {
  /** Seaworthy's production checklist. @default true */
  readonly checklist?: boolean;
  /** The AwsSolutions rules of cdk-nag. @default true */
  readonly awsSolutions?: boolean;
  /** Print no scorecard. @default - true where NODE_ENV is test */
  readonly quiet?: boolean;
}

const DEFAULTS = { checklist: true, awsSolutions: true } satisfies ChecksProps;

/** Loads a pack when it is wanted: cdk-nag alone takes longer to load than a small app to synthesize. */
const load = createRequire(__filename);

const REGISTERED = Symbol.for('seaworthy.checks');

/** Registers the checks on an app, once however many environments it has. The first environment decides which. */
export function addChecks(app: Stage, props: ChecksProps = {}): void {
  const { checklist, awsSolutions, quiet } = withDefaults(props, DEFAULTS);
  const marked = app as Stage & { [REGISTERED]?: boolean };
  if (marked[REGISTERED]) {
    return;
  }
  marked[REGISTERED] = true;
  failWithStages(app);
  if (awsSolutions) {
    const { AwsSolutionsChecks: Pack } = load('cdk-nag/lib/packs/aws-solutions') as {
      AwsSolutionsChecks: typeof AwsSolutionsChecks;
    };
    Validations.of(app).addPlugins(new Pack(app));
  }
  if (checklist) {
    const { ProductionChecklist: Pack } = load('../checklist/pack') as {
      ProductionChecklist: typeof ProductionChecklist;
    };
    Validations.of(app).addPlugins(new Pack(app, { quiet }));
  }
}
