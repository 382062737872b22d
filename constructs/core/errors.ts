import type { IConstruct } from 'constructs';

/** What surrounds an error: where it happened, what mends it, what caused it. */
export interface ErrorDetails {
  /** The construct that refused. */
  readonly scope?: IConstruct;
  /** What to do about it, one sentence. */
  readonly fix?: string;
  /** The error behind this one. */
  readonly cause?: unknown;
}

/** The only error that this library throws. Its code never changes; its text may become clearer. */
export class SeaworthyError extends Error {
  /** Where it happened: the path of the construct, if one refused. */
  public readonly path?: string;
  /** What to do about it. */
  public readonly fix?: string;

  constructor(
    /** What is wrong, in PascalCase, for programs. */
    public readonly code: string,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(textOf(message, details), { cause: details.cause });
    this.name = 'SeaworthyError';
    this.path = details.scope?.node.path;
    this.fix = details.fix;
  }
}

function textOf(message: string, { scope, fix }: ErrorDetails): string {
  const lines = [message];
  if (scope !== undefined) {
    lines.push(`  at: ${scope.node.path}`);
  }
  if (fix !== undefined) {
    lines.push(`  fix: ${fix}`);
  }
  return lines.join('\n');
}
