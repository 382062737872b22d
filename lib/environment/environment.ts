import {
  App,
  Aspects,
  CrossStackReferences,
  Fn,
  ReferenceStrength,
  Stack,
  Stage,
  type StageProps,
  Tags,
  Token,
} from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { Baseline } from '../../constructs/core/baseline';
import { provideContext, type AlertRoutes, type EnvironmentContext } from '../../constructs/core/context';
import { isDay } from '../../constructs/core/day';
import { metadataOf } from '../../constructs/core/metadata';
import { checkProps, type PropRule } from '../../constructs/core/props';
import { TAGS, tagOwnership } from '../../constructs/core/tags';
import { Tier } from '../../constructs/core/tier';
import { waive, type Waiver } from '../../constructs/core/waivers';
import { withDefaults } from '../../constructs/core/defaults';
import { addChecks, type ChecksProps } from './checks';

/** What an environment is, whose it is, and who is told when something is wrong in it. */
export interface EnvironmentProps extends StageProps {
  /** How much it matters. */
  readonly tier: Tier;
  /** Name of the service that lives in it; becomes the tag `service`. */
  readonly service: string;
  /** The team that answers for it; becomes the tag `owner`. */
  readonly owner: string;
  /** Who pays; becomes the tag `cost-center`. */
  readonly costCenter: string;
  /** Who is told. Alarms without a reader are worse than none, so there is no default. */
  readonly alerts: AlertRoutes;
  /** Name of the environment, in lower case; becomes the tag `environment`. @default - the tier */
  readonly environmentName?: string;
  /** The dated set of defaults that the environment is pinned to. @default Baseline.V2026_11 */
  readonly baseline?: Baseline;
  /** Where runbooks are found: an https URL or a path under `docs/`. @default 'docs/runbooks' */
  readonly runbooks?: string;
  /**
   * Availability zones, by name, so that a new zone in the region never moves a subnet.
   *
   * @default - the first four zones that the account sees in the region, picked at deployment
   */
  readonly availabilityZones?: string[];
  /** Last day of an environment that is not meant to stay, `YYYY-MM-DD`; becomes the tag `expires`. @default - it stays */
  readonly expires?: string;
  /** Which checks run at synth, and by which profile. @default - all of them, by the checklist as it is */
  readonly checks?: ChecksProps;
  /** Items of the checklist that the environment does not follow. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  baseline: Baseline.V2026_11,
  runbooks: 'docs/runbooks',
} satisfies Partial<EnvironmentProps>;

const REFERENCES_FLAG = '@aws-cdk/core:defaultCrossStackReferences';

const NAME = /^[a-z][a-z0-9-]*$/;

const RULES: PropRule<EnvironmentProps>[] = [
  {
    code: 'ServiceNameMalformed',
    reads: ['service'],
    fails: ({ service }) => !NAME.test(service),
    message: ({ service }) => `service must be lower-case letters, digits and hyphens, got '${service}'`,
  },
  {
    code: 'OwnerMissing',
    reads: ['owner'],
    fails: ({ owner }) => owner.trim() === '',
    message: ({ owner }) => `owner must name the team that answers for the service, got '${owner}'`,
  },
  {
    code: 'CostCenterMissing',
    reads: ['costCenter'],
    fails: ({ costCenter }) => costCenter.trim() === '',
    message: ({ costCenter }) => `costCenter must name who pays, got '${costCenter}'`,
  },
  {
    code: 'EnvironmentNameMalformed',
    reads: ['environmentName'],
    fails: ({ environmentName }) => environmentName !== undefined && !NAME.test(environmentName),
    message: ({ environmentName }) =>
      `environmentName must be lower-case letters, digits and hyphens, got '${environmentName}'`,
  },
  {
    code: 'TooFewZones',
    reads: ['availabilityZones'],
    fails: ({ availabilityZones }) => availabilityZones !== undefined && new Set(availabilityZones).size < 2,
    message: ({ availabilityZones }) =>
      `availabilityZones must name two different zones or more, got ${JSON.stringify(availabilityZones)}`,
  },
  {
    code: 'ExpiryMalformed',
    reads: ['expires'],
    fails: ({ expires }) => expires !== undefined && !isDay(expires),
    message: ({ expires }) => `expires must be a day like 2027-03-31, got '${expires}'`,
  },
];

/**
 * One environment of a service: a stage that tells its constructs the tier and the alert routes, tags everything,
 * gives each stack a description and protection from deletion, and runs the checks at synth.
 *
 * It is a convenience: every construct also works in a plain stack, and then counts as production.
 *
 * @throws SeaworthyError `ServiceNameMalformed`, `OwnerMissing`, `CostCenterMissing`, `EnvironmentNameMalformed`,
 * `TooFewZones`, `ExpiryMalformed`; `InvalidProfile`, `TwoProfiles` for the profile in `checks`
 */
export class Environment extends Stage {
  /** How much it matters. */
  public readonly tier: Tier;
  /** Last day of an environment that is not meant to stay. */
  public readonly expires?: string;
  /** What its constructs know of it. */
  public readonly context: EnvironmentContext;

  constructor(scope: Construct, id: string, props: EnvironmentProps) {
    super(scope, id, { ...props, stageName: props.stageName ?? stageNameOf(props) });
    checkProps(this, props, RULES);
    const filled = withDefaults<EnvironmentProps, typeof DEFAULTS>(props, DEFAULTS);
    this.tier = props.tier;
    this.expires = props.expires;
    this.context = {
      tier: props.tier,
      baseline: filled.baseline,
      environment: props.environmentName ?? props.tier,
      service: props.service,
      owner: props.owner,
      costCenter: props.costCenter,
      alerts: props.alerts,
      runbooks: filled.runbooks,
    };
    provideContext(this, this.context);
    this.provideZones(props.availabilityZones);
    this.decideReferences();
    tagOwnership(this, this.context);
    if (props.expires !== undefined) {
      Tags.of(this).add('expires', props.expires);
    }
    Aspects.of(this).add({ visit: (node) => this.describe(node) });
    addChecks(App.of(this) ?? this, props.checks, this);
    waive(this, props.waive);
  }

  /** Answers the CDK's question for zones here, so that synth never asks AWS. */
  private provideZones(names: string[] | undefined): void {
    if (this.account === undefined || this.region === undefined || Token.isUnresolved([this.account, this.region])) {
      return;
    }
    const zones = names ?? [0, 1, 2, 3].map((index) => Fn.select(index, Fn.getAzs()));
    this.node.setContext(`availability-zones:account=${this.account}:region=${this.region}`, zones);
  }

  /**
   * References between stacks: weak ones, so that a stack can be changed or removed without first changing those that
   * use it. An app that has decided otherwise by the CDK's own flag is left alone.
   */
  private decideReferences(): void {
    if (this.node.tryGetContext(REFERENCES_FLAG) === undefined) {
      CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    }
  }

  /** Stack tags reach also what the CDK adds without tags of its own. */
  private tagStack(stack: Stack): void {
    for (const [fact, tag] of Object.entries(TAGS)) {
      stack.addStackTag(tag, this.context[fact as keyof typeof TAGS]);
    }
    if (this.expires !== undefined) {
      stack.addStackTag('expires', this.expires);
    }
  }

  private describe(node: IConstruct): void {
    if (!Stack.isStack(node)) {
      return;
    }
    const { tier, environment, service, baseline } = this.context;
    node.templateOptions.description ??= `${node.node.id} of ${service} in ${environment}`;
    Object.assign(metadataOf(node), { tier, environment, service, baseline });
    this.tagStack(node);
    if (tier !== Tier.DEVELOPMENT && node.nestedStackParent === undefined) {
      node.terminationProtection = true;
    }
  }
}

/** Begins the names of all stacks: with the service in it, two services can share an account and a region. */
function stageNameOf({ service, environmentName, tier }: EnvironmentProps): string {
  return `${service}-${environmentName ?? tier}`;
}
