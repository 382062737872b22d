import fc from 'fast-check';
import { isObject, ownObject } from '../../../lib/checklist/json';
import { RULES } from '../../../lib/checklist/rules';
import type { TemplateSource } from '../../../lib/checklist/template-index';
import { ALL_CASES } from './cases/all-cases';
import { Vocabulary } from './cases/vocabulary';

const WORDS = new Vocabulary(ALL_CASES);

/** Names that a program may trip over. */
const TRAPS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'length', 'Fn::Nothing', 'Ref'];
const IDS = [...WORDS.ids, 'Missing', '__proto__', 'constructor'];
const FILES = ['A.json', 'B.json', 'C.json'];
const NAMES = ['One', 'Two', '__proto__'];

const name = fc.constantFrom(...NAMES);
const id = fc.constantFrom(...IDS);
const file = fc.constantFrom(...FILES);
const key = fc.oneof(
  { arbitrary: fc.constantFrom(...WORDS.keys), weight: 6 },
  { arbitrary: fc.constantFrom(...TRAPS), weight: 1 },
);
const attribute = fc.constantFrom('Arn', 'Name', 'Outputs.One', 'Outputs.__proto__', '/cdk/exports/One', '');

const scalar = fc.oneof(
  { arbitrary: fc.constantFrom(...WORDS.scalars), weight: 4 },
  fc.constantFrom(
    null,
    '',
    ' ',
    0,
    -1,
    0.5,
    1e308,
    true,
    false,
    'true',
    '5',
    '*',
    '::',
    '${',
    '${}',
    '${It',
    '{{resolve:',
  ),
  fc.string({ maxLength: 8 }),
);

/** Any value: of the right kind, of a wrong one, or an intrinsic function over anything, in any depth. */
export const anyValue = fc.letrec<{ value: unknown; list: unknown[]; intrinsic: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: scalar, weight: 6 },
    { arbitrary: tie('intrinsic'), weight: 5 },
    { arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 4 }), weight: 3 },
    { arbitrary: tie('list'), weight: 2 },
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  intrinsic: fc.oneof(
    fc.record({ Ref: fc.oneof(id, name, fc.constantFrom('AWS::NoValue', 'AWS::Region', 'AWS::Nothing')) }),
    fc.record({
      'Fn::GetAtt': fc.oneof(
        fc.tuple(id, attribute),
        fc.tuple(id, attribute).map((one) => one.join('.')),
      ),
    }),
    fc.record({ 'Fn::Sub': id.map((one) => `\${${one}}-\${${one}.Arn}/\${AWS::Region}`) }),
    fc.record({ 'Fn::Sub': fc.tuple(fc.constant('${One}:${Two}'), fc.dictionary(name, tie('value'), { maxKeys: 2 })) }),
    fc.record({ 'Fn::If': fc.tuple(name, tie('value'), tie('value')) }),
    fc.record({ 'Fn::Join': fc.tuple(fc.constantFrom('', ',', ':'), tie('list')) }),
    fc.record({ 'Fn::Select': fc.tuple(fc.constantFrom(0, '1', 9, 'x'), tie('value')) }),
    fc.record({ 'Fn::Split': fc.tuple(fc.constantFrom('', ',', ':', '/'), tie('value')) }),
    fc.record({ 'Fn::FindInMap': fc.tuple(name, name, name) }),
    fc.record({ 'Fn::ImportValue': fc.oneof(name, tie('value')) }),
    fc.record({ 'Fn::GetStackOutput': fc.record({ StackName: fc.constantFrom('A', 'B'), OutputName: name }) }),
    fc.record({ 'Fn::Cidr': tie('list') }),
    fc.record({ 'Fn::Base64': tie('value') }),
    fc.record({ 'Fn::GetAZs': scalar }),
    fc.dictionary(fc.constantFrom('Fn::If', 'Fn::Join', 'Fn::Sub', 'Fn::Select', 'Fn::GetAtt', 'Ref'), tie('value'), {
      minKeys: 1,
      maxKeys: 1,
    }),
  ),
})).value;

const TYPES = [
  ...new Set(Object.values(RULES).flatMap((rule) => ('types' in rule && rule.types !== 'any' ? [...rule.types] : []))),
  ...WORDS.types,
  'AWS::Made::Up',
  'Custom::Thing',
  '',
  '__proto__',
];

const propertiesOf = (type: string) =>
  fc.dictionary(
    fc.oneof({ arbitrary: fc.constantFrom(...WORDS.propertiesOf(type)), weight: 9 }, key),
    fc.oneof({ arbitrary: fc.constantFrom(...WORDS.valuesOf(type)), weight: 2 }, anyValue),
    { maxKeys: 6 },
  );

/** A resource with properties as tests write them for its type, and with others. */
const resource = fc.constantFrom(...TYPES).chain((Type) =>
  fc.record(
    {
      Type: fc.constant(Type),
      Properties: fc.oneof(
        { arbitrary: propertiesOf(Type), weight: 5 },
        { arbitrary: fc.constantFrom(...WORDS.bodiesOf(Type)), weight: 5 },
        anyValue,
      ),
      UpdatePolicy: anyValue,
      DeletionPolicy: fc.oneof(fc.constantFrom('Retain', 'Delete'), anyValue),
      Metadata: fc.oneof(fc.record({ 'aws:cdk:path': fc.constantFrom('A/It', '', 5) }), anyValue),
    },
    { requiredKeys: ['Type', 'Properties'] },
  ),
);

const condition = fc.oneof(
  fc.record({ 'Fn::Equals': fc.tuple(anyValue, anyValue) }),
  fc.record({ 'Fn::Not': fc.array(fc.record({ Condition: name }), { maxLength: 2 }) }),
  fc.record({ 'Fn::And': fc.array(fc.record({ Condition: name }), { maxLength: 3 }) }),
  anyValue,
);

const output = fc.record(
  { Value: anyValue, Description: anyValue, Export: fc.record({ Name: fc.oneof(name, anyValue) }) },
  { requiredKeys: ['Value'] },
);

const parameter = fc.record(
  { Type: fc.constantFrom('String', 'CommaDelimitedList', 5), Default: scalar, AllowedValues: fc.array(scalar) },
  { requiredKeys: ['Type'] },
);

const section = <T>(entry: fc.Arbitrary<T>, keys: fc.Arbitrary<string> = name) =>
  fc.oneof(
    { arbitrary: fc.dictionary(keys, entry, { maxKeys: 3 }), weight: 9 },
    fc.constantFrom<unknown[]>(null, [], 'x'),
  );

const body = fc.oneof(
  {
    arbitrary: fc.record(
      {
        Resources: fc.oneof(
          {
            arbitrary: fc.dictionary(id, fc.oneof({ arbitrary: resource, weight: 20 }, anyValue), { maxKeys: 8 }),
            weight: 20,
          },
          anyValue,
        ),
        Parameters: section(parameter),
        Conditions: section(condition),
        Mappings: section(fc.dictionary(name, fc.dictionary(name, scalar))),
        Outputs: section(output),
        Description: scalar,
        Metadata: anyValue,
      },
      { requiredKeys: ['Resources'] },
    ),
    weight: 20,
  },
  anyValue,
);

const facts = fc.record(
  {
    region: fc.constantFrom('eu-west-1', 'us-east-1', 'moon'),
    account: fc.constantFrom('111111111111', '222222222222'),
    terminationProtection: fc.boolean(),
    tags: fc.dictionary(
      fc.constantFrom('environment', 'owner', '__proto__'),
      fc.constantFrom('dev', 'staging', '', 'x'),
    ),
    nestedIn: fc.record({ file, id }),
  },
  { requiredKeys: [] },
);

/** The templates of an app that nobody would write. */
export const generatedApp: fc.Arbitrary<TemplateSource[]> = fc
  .array(fc.tuple(facts, body), { minLength: 1, maxLength: FILES.length })
  .map((templates) =>
    templates.map(([known, one], at) => ({ ...known, file: FILES[at] as string, body: asJson(one) })),
  );

const someCase = fc.constantFrom(...ALL_CASES);

/** The templates of a test, as they are. */
export const knownApp: fc.Arbitrary<readonly TemplateSource[]> = someCase.map(({ sources }) => sources);

/** The templates of a test in which something has gone wrong, or that hold the resources of another one besides. */
export const disturbedApp: fc.Arbitrary<TemplateSource[]> = fc
  .tuple(
    someCase,
    someCase,
    fc.array(fc.record({ at: fc.nat(), into: fc.option(anyValue, { nil: undefined }) }), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([one, other, changes, isMixed]) => {
    const guests = isMixed ? ownObject(other.sources[0]?.body, 'Resources') : {};
    return one.sources.map((source, at) => {
      const mixed =
        at === 0 && isObject(source.body)
          ? { ...source.body, Resources: { ...guests, ...ownObject(source.body, 'Resources') } }
          : source.body;
      return { ...source, body: asJson(changes.reduce<unknown>(disturbed, mixed)) };
    });
  });

/** A value as it comes out of a file. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** A value with one place in it changed, or taken away. */
function disturbed(value: unknown, { at, into }: { at: number; into: unknown }): unknown {
  const entries = Array.isArray(value) || isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) {
    return into;
  }
  const chosen = at % entries.length;
  const isHere = at % 7 === 6;
  const changed = entries.flatMap(([name, one], index): [string, unknown][] => {
    if (index !== chosen) {
      return [[name, one]];
    }
    const next = isHere ? into : disturbed(one, { at: Math.floor(at / entries.length), into });
    return next === undefined ? [] : [[name, next]];
  });
  return Array.isArray(value) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
}
