import type { IConstruct, Construct } from 'constructs';
import type { Baseline } from './baseline';
import { Tier } from './tier';

const CONTEXT_KEY = 'seaworthy:environment';

/** Where alerts of one severity go: an e-mail address, an https URL, the ARN of an SNS topic, or a Slack channel. */
export type AlertRoute = string | SlackChannel;

/** A Slack channel that Amazon Q Developer in chat applications may post to. */
export interface SlackChannel {
  /** Id of the Slack workspace, for example `T07EA123LEP`. */
  readonly slackWorkspaceId: string;
  /** Id of the channel, for example `C07EZ1ABC23`. */
  readonly slackChannelId: string;
}

/** Who is told, and how urgently. */
export interface AlertRoutes {
  /** Wakes somebody up. */
  readonly page: AlertRoute[];
  /** Is read on the next working day. */
  readonly ticket: AlertRoute[];
}

/** What an environment tells the constructs inside it. */
export interface EnvironmentContext {
  readonly tier: Tier;
  readonly baseline: Baseline;
  /** Name of the environment, in lower case: the value of its `environment` tag. */
  readonly environment: string;
  readonly service: string;
  readonly owner: string;
  readonly costCenter: string;
  readonly alerts?: AlertRoutes;
  /** Where runbooks are found: an https URL or a path under `docs/`. */
  readonly runbooks?: string;
}

/** Makes the facts of an environment known to every construct below `scope`; call it before `scope` has children. */
export function provideContext(scope: Construct, context: EnvironmentContext): void {
  scope.node.setContext(CONTEXT_KEY, context);
}

/** The facts of the environment that `scope` lives in, or undefined in a plain stack. */
export function contextOf(scope: IConstruct): EnvironmentContext | undefined {
  return scope.node.tryGetContext(CONTEXT_KEY) as EnvironmentContext | undefined;
}

/** The tier that binds a construct: its environment's, and production where nobody said. */
export function tierOf(scope: IConstruct): Tier {
  return contextOf(scope)?.tier ?? Tier.PRODUCTION;
}
