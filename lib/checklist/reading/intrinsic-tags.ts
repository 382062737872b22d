/** The short forms of YAML whose long form does not begin with `Fn::`. */
const BARE = ['Ref', 'Condition'];

const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
];

/** Every short form that a template may use. */
export const TAGS: readonly string[] = [...BARE, ...FUNCTIONS].map((name) => `!${name}`).sort();

/** The long form of a short form: `!Sub text` is `{ "Fn::Sub": "text" }`; undefined for a tag that is none. */
export function longForm(tag: string, argument: unknown): [string, unknown] | undefined {
  const name = tag.slice(1);
  if (!TAGS.includes(tag)) {
    return undefined;
  }
  if (name === 'GetAtt' && typeof argument === 'string') {
    const [id = '', ...attribute] = argument.split('.');
    return ['Fn::GetAtt', attribute.length === 0 ? [id] : [id, attribute.join('.')]];
  }
  return [BARE.includes(name) ? name : `Fn::${name}`, argument];
}
