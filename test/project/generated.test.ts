import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../../lib/docs/generated';
import { manifestJsonSchema } from '../../lib/manifest/json-schema';

test.each(Object.entries(generatedFiles()))(
  '%s is printed from the code as it is (else: npm run generate)',
  (path, text) => {
    expect(readFileSync(join(__dirname, '../..', path), 'utf8')).toBe(text);
  },
);

test('every key of the manifest explains itself', () => {
  interface Node {
    readonly description?: string;
    readonly properties?: Record<string, Node>;
    readonly items?: Node;
    readonly additionalProperties?: Node | boolean;
  }
  const silent = (node: Node, path: string): string[] => [
    ...(node.description === undefined && node.properties !== undefined && !path.endsWith('[]') ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([key, one]) => silent(one, `${path}.${key}`)),
  ];
  expect(silent(manifestJsonSchema(), '').filter((path) => path.split('.').length < 4)).toEqual([]);
});
