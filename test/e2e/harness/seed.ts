import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { aws, present } from './aws';
import { ACCOUNT } from './settings';

/** Makes sure that nothing but an emulator answers. */
export async function expectEmulator(): Promise<void> {
  const { Account } = await aws.sts.send(new GetCallerIdentityCommand());
  if (Account !== ACCOUNT) {
    throw new Error(`expected the account ${ACCOUNT} of an emulator, got ${Account}`);
  }
}

/** What the example imports: the hosted zone of its domain. Answers its id. */
export async function seedHostedZone(): Promise<string> {
  const { HostedZone } = await aws.route53.send(
    new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: `e2e-${process.pid}` }),
  );
  return present(HostedZone?.Id, 'hosted zone').replace('/hostedzone/', '');
}
