/** Rows that stand together, with what comes before the first and after the last of them. */
export interface Block {
  readonly open: string;
  readonly rows: readonly (() => string)[];
  readonly close: string;
}

/** What the room holds of some blocks. */
export interface Filling {
  readonly text: string;
  /** How many rows stay out. */
  readonly left: number;
}

/** As many rows as fit into so many characters, in order; from the first that does not fit, all stay out. */
export function fill(blocks: readonly Block[], room: number): Filling {
  const parts: string[] = [];
  let free = room;
  for (const [at, { open, rows, close }] of blocks.entries()) {
    if (rows.length === 0) {
      continue;
    }
    const kept: string[] = [];
    free -= open.length + close.length;
    for (const row of rows) {
      const text = row();
      if (text.length > free) {
        break;
      }
      free -= text.length;
      kept.push(text);
    }
    if (kept.length > 0) {
      parts.push(open, kept.join(''), close);
    }
    if (kept.length < rows.length) {
      const later = blocks.slice(at + 1).reduce((sum, block) => sum + block.rows.length, 0);
      return { text: parts.join(''), left: rows.length - kept.length + later };
    }
  }
  return { text: parts.join(''), left: 0 };
}
