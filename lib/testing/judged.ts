import {
  App,
  Errors,
  Stage,
  Validations,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Judgement } from '../checklist/judgement';
import { ProductionChecklist } from '../checklist/pack';

/** Name of the CDK's error for findings, which comes after everything was judged. */
const FINDINGS = 'ValidationFailed';

const listeners = new WeakMap<App, Listener>();

/**
 * What the checklist says of the app that a construct lives in, by a synthesis as `cdk synth` does it. The checklist that
 * is registered on the app, or on a stage around the construct, is asked, with its profile; the default one where there is
 * none.
 *
 * @throws SeaworthyError `AppMissing` when it is no construct, or does not live in an App, which alone runs checks
 */
export function judgementOf(scope: unknown): Judgement {
  const { app, construct } = homeOf(scope);
  const around = construct.node.scopes.filter((one) => Stage.isStage(one));
  if (registeredOn(around) === undefined && !listeners.has(app)) {
    listen(app);
  }
  // Looked up again afterwards: preparing an app may register a checklist.
  const asked = () => (registeredOn(around) ?? listeners.get(app))?.judgement;
  const before = asked();
  const failure = synthesize(app);
  const judgement = asked();
  if (judgement === undefined || judgement === before) {
    throw new SeaworthyError('NotJudged', 'the synthesis ended without a judgement of the checklist', {
      scope: app,
      fix: 'mend what the validation report says of the checklist; it runs no checks with skipValidation',
      cause: failure,
    });
  }
  return judgement;
}

/** A synthesis that findings failed has judged all the same; one that failed before has not. */
function synthesize(app: App): unknown {
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!Errors.isConstructError(error) || error.name !== FINDINGS) {
      throw error;
    }
    return error;
  }
  return undefined;
}

function homeOf(scope: unknown): { readonly app: App; readonly construct: IConstruct } {
  const fix = 'hand expect() an App, or a construct below one: `const stack = new Stack(new App(), …)`';
  if (!Construct.isConstruct(scope)) {
    const got = Object.prototype.toString.call(scope).slice(8, -1).toLowerCase();
    throw new SeaworthyError('AppMissing', `the checklist judges a construct in an App, got ${got}`, { fix });
  }
  const { root } = scope.node;
  if (!App.isApp(root)) {
    throw new SeaworthyError('AppMissing', 'the construct must live in an App, whose synthesis runs the checks', {
      scope,
      fix,
    });
  }
  return { app: root, construct: scope };
}

/** The checklist that somebody else registered, the one of the app first: it judges for the stages too. */
function registeredOn(around: readonly Stage[]): ProductionChecklist | undefined {
  return around
    .flatMap((stage) => stage._validationPlugins)
    .find(
      (plugin): plugin is ProductionChecklist => plugin instanceof ProductionChecklist && !(plugin instanceof Listener),
    );
}

function listen(app: App): void {
  const listener = new Listener(undefined, { quiet: true, writeFiles: false });
  Validations.of(app).addPlugins(listener);
  listeners.set(app, listener);
}

/** The default checklist, which looks on: a synthesis behind the matcher must not fail because a test asked. */
class Listener extends ProductionChecklist {
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    super.validate(context);
    return { success: true, violations: [] };
  }
}
