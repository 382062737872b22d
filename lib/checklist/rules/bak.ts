import type { BAK } from '../../../constructs/core/items/bak';
import { expectFlag, expectNumber, expectText, reading } from '../expect';
import type { Resource } from '../model';
import { holdsData, PLAN, selectionsOf, selectionsOfPlan } from '../relations/backup-selections';
import { longestGap } from '../relations/cron';
import { DATA_TYPES } from '../relations/data-arns';
import { isMember } from '../relations/databases';
import { isDataBucket } from '../relations/data-buckets';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { copiesLeave } from './bak-copies';
import { failuresAreTold } from './bak-failures';
import { isRehearsed } from './bak-rehearsal';
import { AIR_GAPPED, VAULT, vaultIsGuarded } from './bak-vaults';

const MONTH = 35;
const WEEK = 7;
/** Selections that a report names; more would only make it long. */
const MOST_NAMED = 10;
const DATABASES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'];
const TABLE = 'AWS::DynamoDB::Table';
const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';
const RECOVERY = 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled';

export const BAK_RULES: Record<keyof typeof BAK, Rule> = {
  'BAK-01': { types: DATA_TYPES, judge: isBackedUp },
  'BAK-02': {
    types: [PLAN],
    judge: (plan, index) => (selectionsOfPlan(plan, index).length === 0 ? undefined : isFrequentAndLasts(plan)),
  },
  'BAK-03': { types: [VAULT, AIR_GAPPED], judge: vaultIsGuarded },
  'BAK-04': { types: [PLAN], judge: copiesLeave },
  'BAK-05': { types: DATA_TYPES, judge: isRehearsed },
  'BAK-06': { types: [VAULT, AIR_GAPPED], judge: failuresAreTold },
  'BAK-07': { types: [...DATABASES, TABLE, GLOBAL_TABLE, 'AWS::S3::Bucket'], judge: recoversToAMinute },
};

function isBackedUp(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (!holdsData(resource, index)) {
    return undefined;
  }
  const { certain, possible } = selectionsOf(resource, index);
  if (certain.length > 0) {
    const first = certain.slice(0, MOST_NAMED);
    const more = certain.length > first.length ? ` and ${certain.length - first.length} more` : '';
    return met(`${first.map(({ id }) => id).join(', ')}${more} selects it`, { evidence: first });
  }
  return possible.length > 0
    ? undecided(`nobody can tell yet what ${possible.map(({ id }) => id).join(', ')} selects`, { evidence: possible })
    : missed('no backup selection matches it', 'a backup selection by ARN, tag or condition');
}

function isFrequentAndLasts(plan: Resource): Verdict | undefined {
  const list = plan.at('BackupPlan.BackupPlanRule');
  if (list.isUndecided && list.items().length === 0) {
    return undecidedAt(list);
  }
  const daily = list.items().map((rule) =>
    expectText(rule.at('ScheduleExpression'), {
      expected: 'a rule that runs at least daily',
      holds: (expression) => (longestGap(expression) ?? Infinity) <= 1,
      whenAbsent: 'met',
    }),
  );
  const lasting = list.items().map((rule) =>
    expectNumber(rule.at('Lifecycle.DeleteAfterDays'), {
      expected: `a rule that keeps for at least ${MONTH} days`,
      holds: (days) => days >= MONTH,
      whenAbsent: 'met',
    }),
  );
  return allOf(anyOf(...daily), anyOf(...lasting)) ?? missed('the plan has no rules', 'a rule at least daily');
}

function recoversToAMinute(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case 'AWS::S3::Bucket':
      return isDataBucket(resource, index)
        ? expectText(resource.at('VersioningConfiguration.Status'), {
            expected: 'versioning Enabled',
            holds: (status) => status === 'Enabled',
          })
        : undefined;
    case TABLE:
      return expectFlag(resource.at(RECOVERY), true);
    case GLOBAL_TABLE: {
      const replicas = resource.at('Replicas');
      const each = replicas.items().map((replica) => expectFlag(replica.at(RECOVERY), true));
      return allOf(...each) ?? undecided(reading(replicas), { locations: [replicas.path] });
    }
    default:
      return isMember(resource)
        ? undefined
        : expectNumber(resource.at('BackupRetentionPeriod'), {
            expected: `BackupRetentionPeriod of at least ${WEEK} days`,
            holds: (days) => days >= WEEK,
          });
  }
}
