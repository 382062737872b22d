import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';

const USUAL = 'amazonaws.com';

/**
 * The values of `kms:ViaService` when a service of the region of `scope` uses a key for somebody:
 * `secretsmanager.eu-west-1.amazonaws.com`.
 *
 * The documentation of AWS KMS spells the value with `amazonaws.com`, and does not say what it is where endpoints end
 * otherwise, as in China. Where the region's own suffix is another one, or is not known, both are named: AWS alone sets
 * this key, so the one that it does not use lets in nobody.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaService(scope: IConstruct, service: string): string | string[] {
  const { region, urlSuffix } = Stack.of(scope);
  const suffix = Token.isUnresolved(region) ? urlSuffix : (RegionInfo.get(region).domainSuffix ?? urlSuffix);
  const usual = `${service}.${region}.${USUAL}`;
  return suffix === USUAL ? usual : [usual, `${service}.${region}.${suffix}`];
}
