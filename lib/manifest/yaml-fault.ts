import type { YAMLError } from 'yaml';

/** What is wrong with a text as YAML, in words for its writer, where those of the parser are for programmers. */
const FAULTS: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'a manifest is one document; what follows the line --- belongs into a file of its own',
  TAB_AS_INDENT: 'a tab stands where spaces are expected: indent with spaces',
  UNEXPECTED_TOKEN: 'this does not belong here; is the line indented like its neighbours?',
  DUPLICATE_KEY: 'this key stands twice in its group',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon in one line; put a value that holds a colon in quotes',
  KEY_OVER_1024_CHARS: 'a key has 1024 characters at most',
  NON_STRING_KEY: 'a key must be a plain word',
};

/** The words for an error of the parser. */
export function yamlFault({ code, message }: YAMLError): string {
  return FAULTS[code] ?? message.replace(/"quote$/, 'quote');
}
