import { createRequire } from 'node:module';
import { type IPolicyValidationPlugin, type Stage, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { withDefaults } from '../../constructs/core/defaults';
import type { ProductionChecklist } from '../checklist/pack';
import type { Profile } from '../checklist/profile';
import { failWithStages } from '../checklist/stage-findings';
import { validateIncrementally } from '../validation/validate-incrementally';
import { agreeOnProfile } from './agreed-profile';
import type { LeanAwsSolutionsChecks } from './aws-solutions';

/** Which checks an environment asks for. What one environment of an app asks for judges the whole app. */
export interface ChecksProps {
  /** Seaworthy's production checklist. @default true */
  readonly checklist?: boolean;
  /** The AwsSolutions rules of cdk-nag. @default true */
  readonly awsSolutions?: boolean;
  /**
   * How the organisation's checklist differs from Seaworthy's: settings of items, and rules of its own. It judges the
   * whole app, so environments that give one must give the same.
   *
   * @default - that of another environment of the app, else the checklist as it is
   */
  readonly profile?: Profile;
  /**
   * The CDK's CloudFormation validation remembers its verdict on each template, where it runs at all: switched off in the
   * CDK's ways it stays off, and a `CloudFormationValidatePlugin` of your own takes its place.
   *
   * @default true
   */
  readonly incrementalValidation?: boolean;
  /** Print no scorecard. @default - true where NODE_ENV is test */
  readonly quiet?: boolean;
}

const DEFAULTS = { checklist: true, awsSolutions: true, incrementalValidation: true } satisfies ChecksProps;

/** Loads a pack when it is wanted: cdk-nag alone takes longer to load than a small app to synthesize. */
const load = createRequire(__filename);

const REGISTERED = Symbol.for('seaworthy.checks');

/**
 * Registers the checks on an app, each once however many environments it has. A check that one environment wants judges
 * the whole app: the CDK gives a check all stacks.
 *
 * @param scope who asks for them
 * @throws SeaworthyError `InvalidProfile`, `TwoProfiles`
 */
export function addChecks(app: Stage, props: ChecksProps = {}, scope: IConstruct = app): void {
  const { checklist, awsSolutions, incrementalValidation, quiet } = withDefaults(props, DEFAULTS);
  const marked = app as Stage & { [REGISTERED]?: Set<string> };
  const registered = (marked[REGISTERED] ??= new Set());
  const register = (name: string, make: () => IPolicyValidationPlugin) => {
    if (!registered.has(name)) {
      registered.add(name);
      Validations.of(app).addPlugins(make());
    }
  };
  const agreed = agreeOnProfile(app, scope, props.profile);
  failWithStages(app);
  if (incrementalValidation) {
    validateIncrementally(app);
  }
  if (awsSolutions) {
    register('awsSolutions', () => {
      const { LeanAwsSolutionsChecks: Pack } = load('./aws-solutions') as {
        LeanAwsSolutionsChecks: typeof LeanAwsSolutionsChecks;
      };
      return new Pack(app);
    });
  }
  if (checklist) {
    register('checklist', () => {
      const { ProductionChecklist: Pack } = load('../checklist/pack') as {
        ProductionChecklist: typeof ProductionChecklist;
      };
      return (agreed.pack = new Pack(app, { ...agreed.profile, quiet }));
    });
  }
}
