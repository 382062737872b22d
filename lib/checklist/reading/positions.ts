/** Where offsets lie in a text. The lines are counted once, so that a text of many problems is read once too. */
export class Positions {
  private starts?: readonly number[];

  constructor(private readonly text: string) {}

  /** The place of an offset, as `line:column`, both from 1. */
  public at(offset: number): string {
    this.starts ??= lineStarts(this.text);
    let line = 0;
    let beyond = this.starts.length;
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) {
        line = middle;
      } else {
        beyond = middle;
      }
    }
    return `${line + 1}:${offset - (this.starts[line] ?? 0) + 1}`;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
