import { existsSync, statSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { Stack, Token } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { SeaworthyError } from '../core/errors';

/** How an artifact reaches an instance. */
export enum ArtifactKind {
  /** An object in S3. */
  OBJECT = 'object',
  /** A container image. */
  IMAGE = 'image',
}

/** An artifact that has its place: what the boot script needs to fetch it. */
export interface BoundArtifact {
  readonly kind: ArtifactKind;
  /** `s3://bucket/key`, or the URI of the image. */
  readonly location: string;
  /** The file's own name, whose ending says how it is unpacked. Empty for an image. */
  readonly fileName: string;
  /** Allows the instances to fetch this artifact and no other. */
  grantRead(grantee: IGrantable): void;
}

/**
 * What a service runs: a release that was built before. Each release needs its own key, asset or image tag, so that a
 * new one reaches the running instances and a roll-back finds the old one.
 */
export abstract class Artifact {
  /**
   * An object in a bucket: a `.zip`, `.tar.gz` or `.tgz` is unpacked into the folder of the service, anything else is
   * put there as it is and made executable.
   */
  public static fromBucket(bucket: IBucket, key: string): Artifact {
    return new BucketArtifact(bucket, key);
  }

  /** A folder or file on this machine, which `cdk deploy` uploads; a folder is zipped with everything in it. */
  public static fromAsset(path: string): Artifact {
    return new AssetArtifact(path);
  }

  /**
   * A container image with a digest or a tag that is not `latest`, which must never be moved. Images in ECR are found by
   * their URI; where the URI is a token, the repository must be given.
   */
  public static fromContainerImage(uri: string, repository?: IRepository): Artifact {
    return new ImageArtifact(uri, repository);
  }

  /** Gives the artifact its place in a stack. */
  public abstract bind(scope: Construct): BoundArtifact;
}

class BucketArtifact extends Artifact {
  constructor(
    private readonly bucket: IBucket,
    private readonly key: string,
  ) {
    super();
  }

  public bind(_scope: Construct): BoundArtifact {
    return objectIn(this.bucket, this.key, posix.basename(this.key));
  }
}

class AssetArtifact extends Artifact {
  constructor(private readonly path: string) {
    super();
  }

  public bind(scope: Construct): BoundArtifact {
    if (!existsSync(this.path)) {
      throw new SeaworthyError('ArtifactNotFound', `path must be a folder or file that exists, got '${this.path}'`, {
        scope,
        fix: 'build the artifact before the synthesis, or correct the path',
      });
    }
    const asset = new Asset(scope, 'Artifact', { path: this.path });
    const name = statSync(this.path).isDirectory() ? 'folder.zip' : basename(this.path);
    return objectIn(asset.bucket, asset.s3ObjectKey, name);
  }
}

class ImageArtifact extends Artifact {
  constructor(
    private readonly uri: string,
    private readonly repository?: IRepository,
  ) {
    super();
  }

  public bind(scope: Construct): BoundArtifact {
    this.check(scope);
    const repository = this.repository?.repositoryArn ?? repositoryArnIn(this.uri, scope);
    return {
      kind: ArtifactKind.IMAGE,
      location: this.uri,
      fileName: '',
      grantRead: (grantee) => (repository === undefined ? undefined : grantPull(grantee, repository)),
    };
  }

  private check(scope: Construct): void {
    if (Token.isUnresolved(this.uri)) {
      if (this.repository === undefined) {
        throw new SeaworthyError(
          'RepositoryUnknown',
          'repository must be given where the URI of the image is a token',
          {
            scope,
            fix: 'pass the repository of the image as second argument',
          },
        );
      }
      return;
    }
    if (!isImmutableImage(this.uri)) {
      throw new SeaworthyError(
        'ImageNotImmutable',
        `uri must end in a digest or in a tag other than latest, got '${this.uri}'`,
        { scope, fix: 'name the image of one release, like registry/orders:2026-11-20.3' },
      );
    }
  }
}

/** True for the URI of an image with a digest, or with a tag other than `latest`. */
export function isImmutableImage(uri: string): boolean {
  return /@sha256:[0-9a-f]{64}$|^[^@]+:(?!latest$)\w[\w.-]{0,127}$/.test(uri);
}

/** An object in S3. Only this object may be read, and where it is encrypted with a key of ours, decrypted. */
function objectIn(bucket: IBucket, key: string, fileName: string): BoundArtifact {
  return {
    kind: ArtifactKind.OBJECT,
    location: `s3://${bucket.bucketName}/${key}`,
    fileName,
    grantRead: (grantee) => {
      Grant.addToPrincipal({ grantee, actions: ['s3:GetObject'], resourceArns: [bucket.arnForObjects(key)] });
      if (bucket.encryptionKey !== undefined) {
        const resourceArns = [bucket.encryptionKey.keyArn];
        Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt'], resourceArns });
      }
    },
  };
}

function grantPull(grantee: IGrantable, repositoryArn: string): void {
  const actions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  Grant.addToPrincipal({ grantee, actions, resourceArns: [repositoryArn] });
  // AWS allows this one on no narrower resource.
  Grant.addToPrincipal({ grantee, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });
}

function repositoryArnIn(uri: string, scope: Construct): string | undefined {
  const [, account, region, resourceName] =
    /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.[\w.]+\/([^:@]+)/.exec(uri) ?? [];
  return resourceName === undefined
    ? undefined
    : Stack.of(scope).formatArn({ service: 'ecr', account, region, resource: 'repository', resourceName });
}
