import { expectNumber, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { longestGap } from '../relations/cron';
import { anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const ATTACHMENT = 'AWS::SecretsManager::SecretTargetAttachment';
const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';
const DATABASES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster'];
const DAYS = 90;
const EXPECTED = `a rotation schedule of ${DAYS} days or less`;

/** Met where a secret rotates often enough, or where its database manages its own password. */
export function rotates(secret: Resource, index: TemplateIndex): Verdict {
  const attachments = index.linked(secret, ATTACHMENT, 'SecretId');
  const schedules = [secret, ...attachments].flatMap((one) => index.linked(one, SCHEDULE, 'SecretId'));
  const verdicts = [...new Set(schedules)].map((schedule) => ({
    ...isOften(schedule),
    evidence: [schedule],
    locations: [],
  }));
  const managed = attachments
    .map((attachment) => index.meant(attachment.at('TargetId'), attachment, ...DATABASES))
    .filter((database) => database?.at('ManageMasterUserPassword').flag() === true)
    .map((database) => met(`${database?.id ?? ''} manages its own password`));
  return anyOf(...verdicts, ...managed) ?? missed('no rotation schedule', EXPECTED);
}

function isOften(schedule: Resource): Verdict {
  const rules = schedule.at('RotationRules').as(`RotationRules of ${schedule.id}`);
  const days = rules.at('AutomaticallyAfterDays').as(`AutomaticallyAfterDays of ${schedule.id}`);
  const expression = rules.at('ScheduleExpression').as(`ScheduleExpression of ${schedule.id}`);
  if (rules.isUndecided) {
    return undecidedAt(rules);
  }
  return expression.isAbsent
    ? expectNumber(days, { expected: EXPECTED, holds: (number) => number >= 1 && number <= DAYS })
    : fits(expression);
}

function fits(expression: Cursor): Verdict {
  const text = expression.text();
  if (text === undefined) {
    return undecidedAt(expression);
  }
  const gap = longestGap(text);
  if (gap === undefined) {
    return undecided(`${reading(expression)}, which cannot be read`);
  }
  const found = `${reading(expression)}, ${gap === Infinity ? 'which ends' : `at most ${Math.ceil(gap)} days apart`}`;
  return gap <= DAYS ? met(found) : missed(found, EXPECTED);
}
