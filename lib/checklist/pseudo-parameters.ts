import type { Template, Value } from './model';
import { unknownValue } from './values';

const PARTITIONS: readonly [RegExp, string, string][] = [
  [/^cn-/, 'aws-cn', 'amazonaws.com.cn'],
  [/^us-gov-/, 'aws-us-gov', 'amazonaws.com'],
  [/^us-iso-/, 'aws-iso', 'c2s.ic.gov'],
  [/^us-isob-/, 'aws-iso-b', 'sc2s.sgov.gov'],
  [/^eusc-/, 'aws-eusc', 'amazonaws.eu'],
];

/** What a pseudo parameter stands for in the place where its template is deployed. */
export function pseudoParameter(name: string, { region, account, stackName }: Template): Value {
  const [, partition, suffix] = PARTITIONS.find(([regions]) => region !== undefined && regions.test(region)) ?? [
    /./,
    'aws',
    'amazonaws.com',
  ];
  const known: Record<string, string | undefined> = {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': region === undefined ? undefined : partition,
    'AWS::URLSuffix': region === undefined ? undefined : suffix,
    'AWS::StackName': stackName,
  };
  const value = Object.hasOwn(known, name) ? known[name] : undefined;
  return value === undefined ? unknownValue(name) : { kind: 'scalar', value };
}
