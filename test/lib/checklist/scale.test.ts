import { indexOf, judged, type Resources } from './judging';
import { resource } from './alarm-cases';

const DAILY = { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' };

/** So many plans, selections, tables, vaults, rules, session documents and roles. */
function estate(count: number, selection: (at: number) => object): Resources {
  const each = Array.from({ length: count }, (_, at): [string, unknown][] => [
    [`Plan${at}`, resource('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanRule: [{}] } })],
    [
      `Selection${at}`,
      resource('AWS::Backup::BackupSelection', {
        BackupPlanId: { Ref: `Plan${at}` },
        BackupSelection: selection(at),
      }),
    ],
    [
      `Table${at}`,
      resource('AWS::DynamoDB::Table', { TableName: `t${at}`, Tags: [{ Key: 'backup', Value: 'daily' }] }),
    ],
    [`Vault${at}`, resource('AWS::Backup::BackupVault', { BackupVaultName: `v${at}` })],
    [`Rule${at}`, resource('AWS::Events::Rule', { EventPattern: { source: ['aws.backup'] }, Targets: [] })],
    [`Document${at}`, resource('AWS::SSM::Document', { DocumentType: 'Session', Content: { inputs: {} } })],
    [
      `Role${at}`,
      resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] }),
    ],
    [`Profile${at}`, resource('AWS::IAM::InstanceProfile', { Roles: [{ Ref: `Role${at}` }] })],
  ]);
  return Object.fromEntries(each.flat());
}

describe('1,200 of each are judged in seconds', () => {
  test.each<[string, (at: number) => object]>([
    ['selections by reference', (at) => ({ Resources: [{ 'Fn::GetAtt': [`Table${at}`, 'Arn'] }] })],
    ['selections by ARN', (at) => ({ Resources: [`arn:aws:dynamodb:eu-west-1:*:table/t${at}`] })],
    ['selections by tag, each of all', () => ({ ListOfTags: [DAILY] })],
    ['selections by pattern, each of all', () => ({ Resources: ['arn:aws:dynamodb:*:*:table/*'] })],
  ])('%s', (_, selection) => {
    const before = performance.now();
    const { broken, met } = judged(estate(1_200, selection));
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(broken).toEqual([]);
    expect(met.filter(({ item }) => item === 'BAK-01')).toHaveLength(1_200);
  });
});

test('many templates are put in order once', () => {
  const resources = { Topic: resource('AWS::SNS::Topic') };
  const sources = Array.from({ length: 1_200 }, (_, at) => ({ file: `${at}.json`, body: { Resources: resources } }));
  const before = performance.now();
  expect(indexOf(sources).templates).toHaveLength(1_200);
  expect(performance.now() - before).toBeLessThan(2_000);
});
