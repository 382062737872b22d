import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Artifact, ArtifactKind } from '../../../constructs/compute/artifact';
import { FLAG_SETS, testStack } from '../../_helpers/stack';

const APP = join(__dirname, '../../../docs/examples/orders/app');

interface Statement {
  readonly Action: string | string[];
  readonly Effect: string;
  readonly Resource: unknown;
}

/** What an artifact allows its instances, with the partition filled in. */
function statementsFor(artifact: Artifact, stack: Stack): Statement[] {
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  artifact.bind(new Construct(stack, 'Service')).grantRead(role);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] } };
  }[];
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map((one) => ({ ...one, Resource: withPartition(one.Resource) }));
}

function withPartition(resource: unknown): unknown {
  const { 'Fn::Join': join } = resource as { 'Fn::Join'?: [string, unknown[]] };
  return join === undefined ? resource : join[1].map((part) => (typeof part === 'string' ? part : 'aws')).join('');
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test('an object may be read, and nothing beside it', () => {
    const stack = testStack({ flags });
    const artifact = Artifact.fromBucket(Bucket.fromBucketName(stack, 'Releases', 'releases'), 'orders/7f3a.tar.gz');
    expect(artifact.bind(stack)).toMatchObject({
      kind: ArtifactKind.OBJECT,
      location: 's3://releases/orders/7f3a.tar.gz',
      fileName: '7f3a.tar.gz',
    });
    expect(statementsFor(artifact, stack)).toEqual([
      {
        Action: 's3:GetObject',
        Effect: 'Allow',
        Resource: 'arn:aws:s3:::releases/orders/7f3a.tar.gz',
      },
    ]);
  });

  test('an object that is encrypted with a key may be decrypted', () => {
    const stack = testStack({ flags });
    const key = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/7f3a');
    const bucket = Bucket.fromBucketAttributes(stack, 'Releases', { bucketName: 'releases', encryptionKey: key });
    expect(statementsFor(Artifact.fromBucket(bucket, 'a.zip'), stack)).toContainEqual({
      Action: 'kms:Decrypt',
      Effect: 'Allow',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/7f3a',
    });
  });

  test('a folder is uploaded as a zip, whose name changes with its content', () => {
    const stack = testStack({ flags });
    const bound = Artifact.fromAsset(APP).bind(new Construct(stack, 'Service'));
    expect(bound.fileName).toBe('folder.zip');
    expect(stack.resolve(bound.location)).toMatch(
      /^s3:\/\/cdk-hnb659fds-assets-111122223333-eu-west-1\/[0-9a-f]{64}\.zip$/,
    );
    expect(statementsFor(Artifact.fromAsset(APP), testStack({ flags }))).toEqual([
      {
        Action: 's3:GetObject',
        Effect: 'Allow',
        Resource: expect.stringMatching(/^arn:aws:s3:::cdk-hnb659fds-assets-[\w-]+\/[0-9a-f]{64}\.zip$/) as string,
      },
    ]);
  });

  test('an image in ECR may be pulled, found by its URI', () => {
    const stack = testStack({ flags });
    const uri = '444455556666.dkr.ecr.us-east-1.amazonaws.com/team/orders:1.4.2';
    const artifact = Artifact.fromContainerImage(uri);
    expect(artifact.bind(stack)).toMatchObject({ kind: ArtifactKind.IMAGE, location: uri, fileName: '' });
    expect(statementsFor(artifact, stack)).toEqual([
      {
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Effect: 'Allow',
        Resource: 'arn:aws:ecr:us-east-1:444455556666:repository/team/orders',
      },
      { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
    ]);
  });
});

test('an image with a token for a URI is found by its repository', () => {
  const stack = new Stack(new App(), 'S');
  const repository = new Repository(stack, 'Repository');
  const artifact = Artifact.fromContainerImage(repository.repositoryUriForTag('1.4.2'), repository);
  expect(statementsFor(artifact, stack)).toContainEqual(
    expect.objectContaining({ Resource: { 'Fn::GetAtt': ['Repository22E53BBD', 'Arn'] } }),
  );
});

test('an image of a public registry needs no permission', () => {
  const digest = `public.ecr.aws/nginx/nginx@sha256:${'a'.repeat(64)}`;
  expect(statementsFor(Artifact.fromContainerImage(digest), testStack())).toEqual([]);
});

test('a single file keeps its own name', () => {
  const bound = Artifact.fromAsset(join(APP, 'server.js')).bind(new Construct(testStack(), 'Service'));
  expect(bound.fileName).toBe('server.js');
});

describe('refuses', () => {
  test.each(['registry/orders', 'registry:5000/orders', 'registry/orders:latest', 'registry/orders@sha256:12'])(
    'the image %s, which may change',
    (uri) => {
      expect(() => Artifact.fromContainerImage(uri).bind(new Stack(undefined, 'S'))).toThrow(
        `uri must end in a digest or in a tag other than latest, got '${uri}'\n  at: S\n` +
          '  fix: name the image of one release, like registry/orders:2026-11-20.3',
      );
    },
  );

  test('a path where there is nothing', () => {
    expect(() => Artifact.fromAsset('no/such/folder').bind(new Stack(undefined, 'S'))).toThrow(
      "path must be a folder or file that exists, got 'no/such/folder'\n  at: S\n" +
        '  fix: build the artifact before the synthesis, or correct the path',
    );
  });

  test('a token for a URI without its repository', () => {
    const stack = new Stack(undefined, 'S');
    const uri = new Repository(stack, 'Repository').repositoryUriForTag('1');
    expect(() => Artifact.fromContainerImage(uri).bind(stack)).toThrow(
      'repository must be given where the URI of the image is a token\n  at: S\n' +
        '  fix: pass the repository of the image as second argument',
    );
  });
});
