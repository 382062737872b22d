/** Where text goes, and whether it may carry colours. */
export interface Terminal {
  /** Prints lines for a person; never where a template is printed. */
  tell(text: string): void;
  /** Prints what was asked for. */
  print(text: string): void;
  /** True where `tell` shows colours and they are wanted. */
  readonly hasColour: boolean;
  /** True where `print` shows colours and they are wanted. */
  readonly printsColour: boolean;
  /** How many columns `tell` has; 100 where it is no terminal. */
  readonly width: number;
  /** How many columns `print` has; 100 where it is no terminal. */
  readonly printWidth: number;
  /** What comes in on standard input, to its end. */
  read(): Promise<Uint8Array>;
}

/** The terminal that this process runs in. It is the only place that writes to the console. */
export const terminal: Terminal = {
  tell: (text) => console.error(text),
  print: (text) => console.log(text),
  get hasColour() {
    return process.stderr.isTTY === true && !process.env.NO_COLOR;
  },
  get printsColour() {
    return process.stdout.isTTY === true && !process.env.NO_COLOR;
  },
  get width() {
    return columnsOf(process.stderr);
  },
  get printWidth() {
    return columnsOf(process.stdout);
  },
  async read() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) {
      chunks.push(chunk as Uint8Array);
    }
    return Buffer.concat(chunks);
  },
};

/** Narrower than this, wrapping only hurts. */
const NARROWEST = 60;

function columnsOf({ columns = 100 }: { readonly columns?: number }): number {
  return Math.max(columns, NARROWEST);
}

/** A reader that closes its pipe early (`seaworthy … | head`) has what it wants: that is no error. */
export function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE') {
        process.exitCode = 2;
      }
    });
  }
}
