import { App, CloudFormationValidatePlugin, type Stage, Validations } from 'aws-cdk-lib';
import { IncrementalValidation, type IncrementalValidationProps } from './incremental-validation';

const ARRANGED = Symbol.for('seaworthy.incremental-validation');

/** One for all apps of a process that ask for nothing special, so that the engine is loaded once. */
let common: IncrementalValidation | undefined;

/**
 * Lets an app validate its templates incrementally wherever the CDK would run its built-in validation, and nowhere else:
 * not with `CDK_VALIDATION=false` or `cdk synth --no-validation`, not in an app with
 * `builtinCloudFormationValidation: false`, and not beside a `CloudFormationValidatePlugin` of your own, whether it was
 * registered before or is registered later. Asked twice for the same app, the first time counts.
 *
 * What the CDK leaves out of `synth({ skipValidation: true })` includes this: the built-in validation then runs.
 */
export function validateIncrementally(app: Stage, props?: IncrementalValidationProps): void {
  const marked = app as Stage & { [ARRANGED]?: boolean };
  if (!App.isApp(app) || marked[ARRANGED]) {
    return;
  }
  marked[ARRANGED] = true;
  // Decided at synth, when everybody has registered what they want: the CDK refuses two of this kind.
  app.node.addValidation({
    validate: () => {
      if (wouldRunBuiltIn(app)) {
        Validations.of(app).addPlugins(
          props === undefined ? (common ??= new IncrementalValidation()) : new IncrementalValidation(props),
        );
      }
      return [];
    },
  });
}

/** As the CDK decides it, in `core/lib/private/synthesis-validation`. */
function wouldRunBuiltIn(app: App): boolean {
  return (
    app._builtinCloudFormationValidation === true &&
    process.env.CDK_VALIDATION !== 'false' &&
    !app._validationPlugins.some((plugin) => plugin instanceof CloudFormationValidatePlugin)
  );
}
