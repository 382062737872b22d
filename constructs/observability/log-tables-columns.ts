import type { CfnTable } from 'aws-cdk-lib/aws-glue';

/** How a table reads its files: the columns, and the SerDe that finds them in a line. */
export interface LogFormat {
  /** What a row is, for the reader of the catalog. */
  readonly description: string;
  readonly columns: CfnTable.ColumnProperty[];
  readonly serializationLibrary: string;
  readonly serdeParameters: Record<string, string>;
  /** Properties of the table beside its partitions. @default - none */
  readonly tableParameters?: Record<string, string>;
}

/** The columns of `'time string, client_port int'`. */
export function columnsOf(text: string): CfnTable.ColumnProperty[] {
  return text.split(/,\s+/).map((column) => {
    const [name = '', type = ''] = column.trim().split(/\s+/);
    return { name, type };
  });
}

/** Fields of a line that a regular expression takes apart: the columns, and a pattern with one group for each. */
export type LogField = readonly [columns: string, pattern: string];

/**
 * A format whose lines are fields with a space between. `later` are fields that AWS added in the course of time: they may
 * be missing, each with what follows. What AWS adds at the end tomorrow is skipped, so it breaks nothing.
 */
export function spacedFields(description: string, fields: readonly LogField[], later: readonly LogField[]): LogFormat {
  const always = fields.map(([, pattern]) => pattern).join(' ');
  const perhaps = later.map(([, pattern]) => `(?: ${pattern})?`).join('');
  return {
    description,
    columns: [...fields, ...later].flatMap(([columns]) => columnsOf(columns)),
    serializationLibrary: 'org.apache.hadoop.hive.serde2.RegexSerDe',
    serdeParameters: { 'serialization.format': '1', 'input.regex': `${always}${perhaps}(?: .*)?` },
  };
}
