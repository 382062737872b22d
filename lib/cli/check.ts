import { writeFileSync } from 'node:fs';
import { SeaworthyError } from '../../constructs/core/errors';
import { passes } from '../checklist/judgement';
import { verdict } from '../report/verdict';
import { readProfile } from '../profile/profile-file';
import { tierOfWord } from '../profile/tier-word';
import { ExitCode, type Command } from './command';
import { rendered, type PrintedFormat } from './formats';
import { judgeApp, readPath } from './judged-path';
import { Misuse } from './misuse';

export interface CheckArgs {
  readonly path: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly markdown?: boolean;
  /** The file that the page is written into. */
  readonly html?: string;
  readonly tier?: string;
  readonly config?: string;
}

const PRINTED: readonly Exclude<PrintedFormat, 'text'>[] = ['json', 'sarif', 'markdown'];

/** `seaworthy check`: the judgement of the checklist on templates that were written before. */
export const check: Command<CheckArgs> = {
  meta: {
    name: 'check',
    summary: 'judges a cdk.out folder or a CloudFormation template by the production checklist',
    notes: `PATH is the folder that cdk synth writes, one template in JSON or YAML, or - for a template on standard input.

--json, --sarif and --markdown print to standard output, and nothing else stands there: take one of them. --html writes a
file and goes with each of them. Without any of the four, the findings and a scorecard are printed.

The checklist is the one of this library unless --config names another: no file is read that is not named.

Exit code: 0 clean, 1 findings of severity error or a rule that failed, 2 misuse.

Examples:
  seaworthy check cdk.out
  seaworthy check template.yaml --tier development
  seaworthy check cdk.out --sarif --html checklist.html > checklist.sarif
  aws cloudformation get-template --stack-name Orders --query TemplateBody --output json | seaworthy check -`,
  },
  args: {
    operands: { '<path>': 'cdk.out, a template, or -' },
    options: {
      '--json': 'print the judgement as JSON',
      '--sarif': 'print it as SARIF 2.1.0',
      '--markdown': 'print it as Markdown, for a pull request',
      '--html <file>': 'write it into a file as a page',
      '--tier <tier>':
        'production, staging or development or what people call them, like prod and dev (default: what each template says of itself, else production)',
      '--config <file>': "an organisation's profile: YAML, JSON or a module",
    },
  },
  async run(args, terminal) {
    const { path, html, config } = args;
    const misuse = new Misuse();
    const format = await misuse.unless(() => printedFormat(args));
    const tier = await misuse.unless(() => (args.tier === undefined ? undefined : tierOfWord(args.tier, '--tier')));
    const profile = await misuse.unless(() => readProfile(config));
    const app = await misuse.unless(() => readPath(path, terminal));
    misuse.throwAll();
    if (app === undefined || profile === undefined || format === undefined) {
      return ExitCode.MISUSE;
    }
    app.notes.forEach((note) => terminal.tell(`note: ${note}`));
    const judgement = judgeApp(app, profile.checklist, tier ?? profile.tier);
    if (html !== undefined) {
      write(html, rendered('html', judgement));
      terminal.tell(`${verdict(judgement)}\nwritten to ${html}`);
    }
    if (format !== 'text' || html === undefined) {
      const { printsColour: isColoured, printWidth: width } = terminal;
      terminal.print(rendered(format, judgement, { isColoured, width, folder: app.folder }).trimEnd());
    }
    return passes(judgement) ? ExitCode.CLEAN : ExitCode.FINDINGS;
  },
};

function printedFormat(args: CheckArgs): PrintedFormat {
  const asked = PRINTED.filter((format) => args[format] === true);
  if (asked.length > 1) {
    const names = asked.map((format) => `--${format}`);
    const listed = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    const all = names.length === 2 ? 'both' : 'all';
    throw new SeaworthyError('SeveralFormats', `${listed} ${all} print to standard output`, {
      fix: 'take one of them, and run the command once more for another',
    });
  }
  return asked[0] ?? 'text';
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new SeaworthyError(
      'FileUnwritable',
      `--html ${path} cannot be written: ${message.split(',')[0] ?? message}`,
      {
        fix: 'name a file in a folder that is there',
        cause,
      },
    );
  }
}
