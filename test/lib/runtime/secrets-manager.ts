import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Version {
  value?: { SecretString?: string; SecretBinary?: string };
  stages: string[];
}

interface Request {
  readonly SecretId: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
  readonly ClientRequestToken?: string;
  readonly SecretString?: string;
  readonly VersionStages?: string[];
  readonly MoveToVersionId?: string;
  readonly RemoveFromVersionId?: string;
}

interface Fault {
  readonly status: number;
  readonly type: string;
}

type Answer = [status: number, body: object];

export const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf';

/** As much of AWS Secrets Manager as a rotation needs, on loopback: one secret, JSON 1.1 over HTTP. */
export class SecretsManagerDouble {
  /** Version id to what it holds. */
  public versions = new Map<string, Version>();
  public tags: { Key: string; Value: string }[] = [];
  /** The operations that were called, in order. */
  public calls: string[] = [];
  /** What goes wrong, by operation: one fault a call. */
  public faults = new Map<string, Fault[]>();
  private server?: Server;

  public async start(): Promise<string> {
    this.server = createServer((request, response) => {
      void this.answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
  }

  /** A secret in the middle of a rotation: `old` is current, `new` is staged and still empty. */
  public rotating(value: Version['value'], shape: object): void {
    this.versions = new Map([
      ['old', { value, stages: ['AWSCURRENT'] }],
      ['new', { stages: ['AWSPENDING'] }],
    ]);
    this.tags = [{ Key: 'seaworthy:shape', Value: Buffer.from(JSON.stringify(shape)).toString('base64') }];
    this.calls = [];
    this.faults = new Map();
  }

  public stagesOf(id: string): string[] | undefined {
    return this.versions.get(id)?.stages;
  }

  public textOf(id: string): string {
    return this.versions.get(id)?.value?.SecretString ?? '';
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    this.calls.push(operation);
    const fault = this.faults.get(operation)?.shift();
    if (fault !== undefined) {
      return [fault.status, { __type: fault.type, message: 'It went wrong' }];
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Request;
    switch (operation) {
      case 'DescribeSecret':
        return this.describe();
      case 'GetSecretValue':
        return this.get(body);
      case 'PutSecretValue':
        return this.put(body);
      case 'UpdateSecretVersionStage':
        return this.move(body);
      default:
        return [400, { __type: 'InvalidRequestException', message: `${operation} is not played` }];
    }
  }

  private describe(): Answer {
    const staged = [...this.versions].filter(([, { stages }]) => stages.length > 0);
    const VersionIdsToStages = Object.fromEntries(staged.map(([id, { stages }]) => [id, stages]));
    return [200, { ARN, Name: 'orders', RotationEnabled: true, VersionIdsToStages, Tags: this.tags }];
  }

  private get({ VersionId, VersionStage }: Request): Answer {
    const found = [...this.versions].find(
      ([id, { stages }]) =>
        (VersionId === undefined || id === VersionId) && (VersionStage === undefined || stages.includes(VersionStage)),
    );
    if (found?.[1].value === undefined) {
      return [400, { __type: 'ResourceNotFoundException', message: 'Secrets Manager can’t find the specified value' }];
    }
    return [200, { ARN, VersionId: found[0], ...found[1].value }];
  }

  private put({ ClientRequestToken = '', SecretString, VersionStages = [] }: Request): Answer {
    this.versions.set(ClientRequestToken, { value: { SecretString }, stages: VersionStages });
    return [200, { ARN, VersionId: ClientRequestToken }];
  }

  private move({ VersionStage = '', MoveToVersionId = '', RemoveFromVersionId = '' }: Request): Answer {
    const from = this.versions.get(RemoveFromVersionId);
    if (from?.stages.includes(VersionStage) !== true) {
      return [400, { __type: 'InvalidParameterException', message: 'RemoveFromVersionId must hold the stage' }];
    }
    from.stages = ['AWSPREVIOUS'];
    this.versions.get(MoveToVersionId)?.stages.push(VersionStage);
    return [200, { ARN }];
  }
}
