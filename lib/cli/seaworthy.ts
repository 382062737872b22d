import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command as Program, CommanderError } from 'commander';
import { SeaworthyError } from '../../constructs/core/errors';
import { check } from './check';
import { ExitCode, type Command } from './command';
import { explain } from './explain';
import type { Terminal } from './io';

/** The package's own folder, seen from here: this file runs from `lib/cli` or from `dist/lib/cli`. */
const ROOT = resolve(__dirname, basename(resolve(__dirname, '../..')) === 'dist' ? '../../..' : '../..');

/** The command `seaworthy`: runs what the arguments ask for and returns the exit code. It never throws. */
export async function seaworthy(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = ExitCode.CLEAN;
  const program = programFor(terminal);
  const add = <Args>(command: Command<Args>) =>
    addCommand(program, command, async (parsed) => {
      code = await command.run(parsed, terminal);
    });
  add(check);
  add(explain);
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitCode.CLEAN : ExitCode.MISUSE;
    }
    terminal.tell(error instanceof SeaworthyError ? error.message : `seaworthy failed itself: ${messageOf(error)}`);
    return ExitCode.MISUSE;
  }
}

function programFor(terminal: Terminal): Program {
  return new Program('seaworthy')
    .description('Holds the production checklist against AWS CDK apps and CloudFormation templates')
    .version(versionOf(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .showHelpAfterError('  fix: seaworthy --help shows what is allowed')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.tell(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, '')),
    });
}

function addCommand<Args>(program: Program, { meta, args }: Command<Args>, run: (args: Args) => Promise<void>): void {
  const operands = Object.keys(args.operands).map((notation) => notation.replace(/[<>[\].]/g, ''));
  const command = program.command(meta.name).summary(meta.summary).description(meta.summary);
  Object.entries(args.operands).forEach(([notation, text]) => command.argument(notation, text));
  Object.entries(args.options).forEach(([flags, text]) => command.option(flags, text));
  command.addHelpText('after', `\n${meta.notes}`);
  command.showHelpAfterError(`  fix: seaworthy ${meta.name} --help shows what is allowed`);
  command.action(async (...given: unknown[]) => {
    const named = operands.map((name, at) => [name, given[at]] as const);
    await run({ ...Object.fromEntries(named), ...(given[operands.length] as object) } as Args);
  });
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
