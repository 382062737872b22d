import { App, CloudFormationValidatePlugin, type Stage, Validations } from 'aws-cdk-lib';
import { SeaworthyError } from '../../constructs/core/errors';
import { IncrementalValidation, type IncrementalValidationProps } from './incremental-validation';

const ARRANGED = Symbol.for('seaworthy.incremental-validation');

/** What an app was asked to do. */
interface Arrangement {
  props?: IncrementalValidationProps;
}

/** One for all apps of a process that ask for nothing special, so that the engine is loaded once. */
let common: IncrementalValidation | undefined;

/**
 * Lets an app validate its templates incrementally wherever the CDK would run its built-in validation, and nowhere else:
 * not with `CDK_VALIDATION=false` or `cdk synth --no-validation`, not in an app with
 * `builtinCloudFormationValidation: false`, and not beside a `CloudFormationValidatePlugin` of your own, whether it was
 * registered before or is registered later. Every `Environment` asks for it, without props; props that are given count,
 * whoever comes first.
 *
 * After `synth({ skipValidation: true })` the built-in validation has run instead.
 *
 * @throws SeaworthyError `TwoSetsOfRules` when an app is given props twice: one of the two would be dropped silently
 */
export function validateIncrementally(app: Stage, props?: IncrementalValidationProps): void {
  if (!App.isApp(app)) {
    return;
  }
  const marked = app as App & { [ARRANGED]?: Arrangement };
  const known = marked[ARRANGED];
  if (known?.props !== undefined && props !== undefined) {
    throw new SeaworthyError('TwoSetsOfRules', 'validateIncrementally was given props twice for one app', {
      fix: 'give it all rules in one call',
    });
  }
  const arranged = (marked[ARRANGED] = known ?? {});
  arranged.props ??= props;
  if (known === undefined) {
    // Decided at synth, when everybody has registered what they want: the CDK refuses two of this kind.
    app.node.addValidation({ validate: () => register(app, arranged) });
  }
}

function register(app: App, { props }: Arrangement): string[] {
  if (wouldRunBuiltIn(app)) {
    const plugin = props === undefined ? (common ??= new IncrementalValidation()) : new IncrementalValidation(props);
    Validations.of(app).addPlugins(plugin);
  }
  return [];
}

/** As the CDK decides it, in `core/lib/private/synthesis-validation`. */
function wouldRunBuiltIn(app: App): boolean {
  return (
    app._builtinCloudFormationValidation === true &&
    process.env.CDK_VALIDATION !== 'false' &&
    !app._validationPlugins.some((plugin) => plugin instanceof CloudFormationValidatePlugin)
  );
}
