import { isCalendarDay } from '../../../constructs/core/calendar-day';
import { Tier } from '../../../constructs/core/tier';
import type { Resource, Template } from '../model';
import { scalableTargetsOf } from '../relations/scaling';
import { met, missed, type Verdict } from '../rule';
import { isTaggable, tagsOf } from '../tags';
import type { TemplateIndex } from '../template-index';

const TAG = 'expires';
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SERVICE = 'AWS::ECS::Service';
const STOPPED = [GROUP, SERVICE, 'AWS::EC2::Instance', 'AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'];
/** What a schedule calls to stop something, or to take it away. */
const STOPPING =
  /:(ec2:stopInstances|ec2:terminateInstances|rds:stopDB(Instance|Cluster)|ecs:updateService|autoscaling:(updateAutoScalingGroup|setDesiredCapacity)|cloudformation:deleteStack)$|:automation-definition\/AWS-(Stop|Terminate)/;

/** COST-03 of a stack of a development environment: the day on which it ends, or the hours in which it sleeps. */
export function ends(stack: Template, index: TemplateIndex): Verdict | undefined {
  if (stack.tier !== Tier.DEVELOPMENT || stack.parent !== undefined) {
    return undefined;
  }
  const resources = index.templates.filter((one) => isWithin(one, stack)).flatMap((one) => [...one.resources.values()]);
  const day = expiryOf(stack, resources);
  if (day !== undefined && isDate(day)) {
    return met(`it expires on ${day}`);
  }
  const sleepers = resources.filter(({ type }) => STOPPED.includes(type));
  const schedules = [...sleepers.flatMap((one) => schedulesOf(one, index)), ...resources.filter(deletesStack)];
  const [schedule] = schedules;
  return schedule === undefined
    ? missed(
        day === undefined ? 'it never ends' : `its tag ${TAG} is '${day}'`,
        `the tag ${TAG} with a date such as 2027-03-31, or a schedule that stops it`,
      )
    : met(`${schedule.id} stops it`, { evidence: [schedule] });
}

function isWithin(template: Template, stack: Template): boolean {
  return template === stack || (template.parent !== undefined && isWithin(template.parent.template, stack));
}

/** The tag of the stack; where only a template is known, the tag that all its resources carry. */
function expiryOf(stack: Template, resources: readonly Resource[]): string | undefined {
  const days = resources.filter(({ type }) => isTaggable(type)).map((one) => tagsOf(one).get(TAG));
  return stack.stackTags.get(TAG) ?? (days.includes(undefined) ? undefined : days[0]);
}

function isDate(text: string): boolean {
  const [day = ''] = text.split('T');
  return isCalendarDay(day) && /^.{10}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) && !Number.isNaN(Date.parse(text));
}

function schedulesOf(resource: Resource, index: TemplateIndex): Resource[] {
  const byScaling =
    resource.type === GROUP
      ? index.linked(resource, 'AWS::AutoScaling::ScheduledAction', 'AutoScalingGroupName').filter(scalesGroupToZero)
      : resource.type === SERVICE
        ? scalableTargetsOf(resource, index).filter(scalesTargetToZero)
        : [];
  const callers = index.referrers(resource, 'AWS::Scheduler::Schedule', 'AWS::Events::Rule');
  return [...byScaling, ...callers.filter(stops)];
}

function scalesGroupToZero(action: Resource): boolean {
  return ['MaxSize', 'DesiredCapacity'].some((name) => action.at(name).number() === 0);
}

function scalesTargetToZero(target: Resource): boolean {
  return target
    .at('ScheduledActions')
    .items()
    .some((action) => action.at('ScalableTargetAction.MaxCapacity').number() === 0);
}

function stops(caller: Resource): boolean {
  const targets = [caller.at('Target'), ...caller.at('Targets').items()].filter((target) => !target.isAbsent);
  const isOn = (caller.at('State').text() ?? 'ENABLED') !== 'DISABLED';
  const timed = caller.at('ScheduleExpression');
  return (
    isOn && !timed.isAbsent && targets.some((target) => STOPPING.test(target.at('Arn').shown()) && endsAtZero(target))
  );
}

/** An update of a size stops only where it says zero. */
function endsAtZero(target: { at(path: string): { shown(): string } }): boolean {
  const isUpdate = /(updateService|updateAutoScalingGroup|setDesiredCapacity)$/.test(target.at('Arn').shown());
  return (
    !isUpdate || /"(desiredCount|DesiredCount|DesiredCapacity|MaxSize)"\s*:\s*0\b/.test(target.at('Input').shown())
  );
}

function deletesStack(resource: Resource): boolean {
  return resource.type === 'AWS::Scheduler::Schedule' && /deleteStack$/.test(resource.at('Target.Arn').shown());
}
