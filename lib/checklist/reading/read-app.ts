import type { Source } from '../source';
import type { TemplateSource } from '../template-index';
import type { Acknowledgement } from '../waiver-use';

/** What is read of an app before it is judged. */
export interface ReadApp {
  readonly sources: readonly TemplateSource[];
  /** The folder that template files are named from, relative to the working directory. @default - that directory */
  readonly folder?: string;
  readonly acknowledgements: readonly Acknowledgement[];
  /** What a person should know of how it was read. */
  readonly notes: readonly string[];
  /** The line of the app behind a construct. @default - nobody knows */
  readonly sourceOf?: (path: string) => Source | undefined;
}
