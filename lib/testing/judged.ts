import { App, Errors, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Judgement } from '../checklist/judgement';
import { ProductionChecklist } from '../checklist/pack';

/** Name of the CDK's error for findings, which comes after everything was judged. */
const FINDINGS = 'ValidationFailed';

const packs = new WeakMap<App, ProductionChecklist>();

/**
 * What the checklist says of the app that a construct lives in, by a synthesis as `cdk synth` does it.
 *
 * @throws SeaworthyError `AppMissing` when the construct does not live in an App, which alone runs checks
 */
export function judgementOf(scope: IConstruct): Judgement {
  const app = scope.node.root;
  if (!App.isApp(app)) {
    throw new SeaworthyError('AppMissing', 'the construct must live in an App, whose synthesis runs the checks', {
      scope,
      fix: 'make its stack with `new Stack(new App(), …)`',
    });
  }
  const pack = packs.get(app) ?? register(app);
  pack.judgement = undefined;
  try {
    app.synth({ force: true });
  } catch (error) {
    // A synthesis that findings failed has judged all the same; one that failed before has not.
    if (!Errors.isConstructError(error) || error.name !== FINDINGS || pack.judgement === undefined) {
      throw error;
    }
  }
  return judgementIn(pack);
}

function judgementIn({ judgement }: ProductionChecklist): Judgement {
  if (judgement === undefined) {
    throw new SeaworthyError('NotJudged', 'the synthesis ran no checklist, although it was registered');
  }
  return judgement;
}

function register(app: App): ProductionChecklist {
  const pack = new ProductionChecklist(app, { quiet: true, writeFiles: false });
  Validations.of(app).addPlugins(pack);
  packs.set(app, pack);
  return pack;
}
