import type { DOC } from '../../../constructs/core/items/doc';
import { reading } from '../expect';
import { own, ownObject, ownString } from '../json';
import type { Cursor, Resource, Template } from '../model';
import { allOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';

const GROUP = 'AWS::EC2::SecurityGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EXPECTED = 'a description of who may come in and why';

/** Outputs by which the CDK hands values from one stack to another. */
const HANDED_ON = /^(ExportsOutput|PublishOutput|CrossStackRef)/;

export const DOC_RULES: Record<keyof typeof DOC, Rule> = {
  'DOC-01': {
    judgeStack: ({ body }) => {
      const description = ownString(body, 'Description')?.trim() ?? '';
      return description === ''
        ? missed('no description', 'a description of the stack')
        : met(`described as '${description}'`);
    },
  },
  'DOC-02': {
    types: [GROUP, INGRESS],
    judge: (resource) =>
      resource.type === INGRESS ? explains(resource.at('Description'), resource) : groupExplains(resource),
  },
  'DOC-03': { judgeStack: outputsExplain },
};

function groupExplains(group: Resource): Verdict | undefined {
  const ingress = group.at('SecurityGroupIngress');
  const hidden = ingress.isUndecided && ingress.items().length === 0;
  return allOf(
    explains(group.at('GroupDescription'), group),
    ...ingress.items().map((rule) => explains(rule.at('Description'), group)),
    hidden ? undecidedAt(ingress) : undefined,
  );
}

function explains(description: Cursor, { path, id }: Resource): Verdict {
  const details = { locations: [description.path] };
  const text = description.text()?.trim();
  if (text === undefined && !description.isAbsent) {
    const words = description.parts().some((part) => typeof part === 'string' && /[A-Za-z]/.test(part));
    return words ? met(reading(description), details) : undecidedAt(description);
  }
  if (text === undefined || text === '') {
    return missed(reading(description), EXPECTED, details);
  }
  return repeatsPath(text, path, id)
    ? missed(`${reading(description)}, which is the path of the construct`, EXPECTED, details)
    : met(reading(description), details);
}

/** The CDK writes the path of the construct where no description was given. */
function repeatsPath(text: string, path: string, id: string): boolean {
  const said = letters(text);
  const construct = path.replace(/\/(Resource|Default)$/, '');
  const bare = letters(id.replace(/[0-9A-F]{8}$/, ''));
  const looksLikePath = /^[\w.-]+(\/[\w.-]+)+$/.test(text) && bare !== '' && said.endsWith(bare);
  return [path, construct, id].map(letters).includes(said) || looksLikePath;
}

function letters(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function outputsExplain({ body, parent }: Template): Verdict | undefined {
  const outputs = Object.entries(ownObject(body, 'Outputs')).filter(([id]) => !HANDED_ON.test(id));
  if (parent !== undefined || outputs.length === 0) {
    return undefined;
  }
  const silent = outputs.filter(([, output]) => isSilent(own(output, 'Description'))).map(([id]) => id);
  return silent.length === 0
    ? met(`${outputs.length} outputs have descriptions`)
    : missed(`no description of ${silent.join(', ')}`, 'a description of each output', {
        locations: silent.map((id) => `Outputs.${id}`),
      });
}

function isSilent(description: unknown): boolean {
  return (
    description === undefined || description === null || (typeof description === 'string' && description.trim() === '')
  );
}
