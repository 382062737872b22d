import { createRequire } from 'node:module';
import { SeaworthyError } from '../../../constructs/core/errors';
import { checkDepth } from '../depth';
import { parseJson } from './json-template';
import { firstNotes } from './notes';
import { refuse } from './problems';
import { isEmpty, shapeNotes, shapeProblems } from './template-shape';
import type { parseYaml, ParsedTemplate } from './yaml-template';

/** Loads the parser of YAML for those who have some. */
const load = createRequire(__filename);

/**
 * Reads a template that people wrote, in JSON or YAML. The name tells which; where it does not, a text that begins with
 * a brace is JSON.
 *
 * @throws SeaworthyError `InvalidJson`, `InvalidYaml`, `InvalidTemplate`, `TemplateTooDeep`
 */
export function parseTemplate(text: string, name: string): ParsedTemplate {
  const isJson = /\.json$/i.test(name) || (!/\.ya?ml$/i.test(name) && /^\s*\{/.test(text));
  const { body, notes } = isJson ? { body: parseJson(text, name), notes: [] } : yaml().parseYaml(text, name);
  checkDepth(body, name);
  checkShape(body, name);
  if (isEmpty(body)) {
    throw new SeaworthyError('InvalidTemplate', `${name} declares no resource under Resources`, {
      fix: 'name a CloudFormation template, or the folder that cdk synth writes',
    });
  }
  return {
    body,
    notes: [
      ...notes,
      ...firstNotes(
        shapeNotes(body).map((note) => `${name}: ${note}`),
        name,
      ),
    ],
  };
}

/** @throws SeaworthyError `InvalidTemplate`, with everything that has a shape that no template has */
export function checkShape(body: unknown, name: string): void {
  refuse('InvalidTemplate', name, shapeProblems(body), 'write it as CloudFormation takes it');
}

/** The reader of YAML, loaded on first use. */
export function yaml(): { parseYaml: typeof parseYaml } {
  return load('./yaml-template') as { parseYaml: typeof parseYaml };
}
