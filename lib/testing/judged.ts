import { App, Errors, Stage, Validations } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Judgement } from '../checklist/judgement';
import { ProductionChecklist } from '../checklist/pack';

/** Name of the CDK's error for findings, which comes after everything was judged. */
const FINDINGS = 'ValidationFailed';

const packs = new WeakMap<App, ProductionChecklist>();

/**
 * What the checklist says of the app that a construct lives in, by a synthesis as `cdk synth` does it. The checklist that
 * is registered on the app, or on a stage around the construct, is asked, with its profile; the default one where there is
 * none.
 *
 * @throws SeaworthyError `AppMissing` when it is no construct, or does not live in an App, which alone runs checks
 */
export function judgementOf(scope: unknown): Judgement {
  const app = appOf(scope);
  const around = app.construct.node.scopes.filter((one) => Stage.isStage(one));
  if (registeredOn(around) === undefined && !packs.has(app.root)) {
    register(app.root);
  }
  const asked = () => registeredOn(around) ?? packs.get(app.root);
  const before = asked()?.judgement;
  try {
    app.root.synth({ force: true });
  } catch (error) {
    // A synthesis that findings failed has judged all the same; one that failed before has not.
    const judgement = asked()?.judgement;
    if (!Errors.isConstructError(error) || error.name !== FINDINGS || judgement === undefined || judgement === before) {
      throw error;
    }
  }
  const judgement = asked()?.judgement;
  if (judgement === undefined || judgement === before) {
    throw new SeaworthyError('NotJudged', 'the synthesis ran no checklist, although one is registered');
  }
  return judgement;
}

function appOf(scope: unknown): { readonly root: App; readonly construct: IConstruct } {
  const fix = 'hand expect() an App, or a construct below one: `const stack = new Stack(new App(), …)`';
  if (!Construct.isConstruct(scope)) {
    const got = scope === null ? 'null' : typeof scope === 'object' ? `a ${scope.constructor.name}` : `a ${typeof scope}`;
    throw new SeaworthyError('AppMissing', `the checklist judges a construct in an App, got ${got}`, { fix });
  }
  const { root } = scope.node;
  if (!App.isApp(root)) {
    throw new SeaworthyError('AppMissing', 'the construct must live in an App, whose synthesis runs the checks', {
      scope,
      fix,
    });
  }
  return { root, construct: scope };
}

/** The checklist that somebody else registered, the one of the app first: it judges for the stages too. */
function registeredOn(around: readonly Stage[]): ProductionChecklist | undefined {
  return around
    .flatMap((stage) => stage._validationPlugins)
    .find((plugin): plugin is ProductionChecklist => plugin instanceof ProductionChecklist && !(plugin instanceof Listener));
}

/** The default checklist, which looks on and fails nothing: a test that asks for findings wants to go on. */
class Listener extends ProductionChecklist {}
