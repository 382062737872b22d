import type { Terminal } from './io';

/** How a command ended. */
export const ExitCode = {
  CLEAN: 0,
  /** Something of severity error is missed, or a rule failed. */
  FINDINGS: 1,
  /** The command was not understood, or what it was given cannot be read. */
  MISUSE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What a command says of itself. */
export interface CommandMeta {
  readonly name: string;
  readonly summary: string;
  /** What stands behind the options in its help. */
  readonly notes: string;
}

/** What a command takes, in the notation of `commander`. */
export interface CommandArgs {
  /** Positional arguments by their notation: `<path>`, `[ids...]`. */
  readonly operands: Readonly<Record<string, string>>;
  /** Options by their flags: `--tier <tier>`. */
  readonly options: Readonly<Record<string, string>>;
}

/** A command: what it is, what it takes, and what it does with that. */
export interface Command<Args> {
  readonly meta: CommandMeta;
  readonly args: CommandArgs;
  /** @throws SeaworthyError where it cannot do what was asked */
  run(args: Args, terminal: Terminal): Promise<ExitCode>;
}
