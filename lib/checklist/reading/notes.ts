import { MOST } from './problems';

/** What a reader of one file should know. Equal notes are one, with how often it stands there. */
export class Notes {
  private readonly found = new Map<string, { readonly place: string; more: number }>();

  /** @param place of the note; asked for the first of equal ones alone */
  public add(message: string, place: () => string): void {
    const known = this.found.get(message);
    if (known === undefined) {
      this.found.set(message, { place: place(), more: 0 });
    } else {
      known.more += 1;
    }
  }

  /** The notes in the order of their places. */
  public told(name: string): string[] {
    const notes = [...this.found].map(
      ([message, { place, more }]) => `${name}:${place} ${message}${more > 0 ? ` (and ${more} more like it)` : ''}`,
    );
    return firstNotes(notes, name);
  }
}

/** As many notes as anybody reads, and how many are left. */
export function firstNotes(notes: readonly string[], name: string): string[] {
  const left = notes.length - MOST;
  return left > 0 ? [...notes.slice(0, MOST), `${name}: and ${left} more`] : [...notes];
}
