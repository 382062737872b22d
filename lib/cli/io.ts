/** Where text goes, and whether it may carry colours. */
export interface Terminal {
  /** Prints lines for a person; never where a template is printed. */
  tell(text: string): void;
  /** Prints what was asked for. */
  print(text: string): void;
  /** True where colours are shown and wanted. */
  readonly hasColour: boolean;
}

/** The terminal that this process runs in. It is the only place that writes to the console. */
export const terminal: Terminal = {
  tell: (text) => console.error(text),
  print: (text) => console.log(text),
  get hasColour() {
    return process.stderr.isTTY === true && !process.env.NO_COLOR;
  },
};
