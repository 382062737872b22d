import type { Cursor } from '../../../lib/checklist/model';
import { TemplateIndex, type TemplateSource } from '../../../lib/checklist/template-index';
import { templates } from './judging';

const THING = 'AWS::SNS::Topic';

/** The cursor on property `P` of resource `It` in the last template, whose `P` is what is given. */
function at(P: unknown, body: object = {}, before: TemplateSource[] = [], facts: Partial<TemplateSource> = {}): Cursor {
  const resources = { It: { Type: THING, Properties: { P } }, Bucket: { Type: 'AWS::S3::Bucket' } };
  const last = {
    file: 'Last.json',
    region: 'eu-west-1',
    account: '111122223333',
    stackName: 'Last',
    ...facts,
    body: { Resources: resources, ...body },
  };
  const index = new TemplateIndex([...before, last]);
  return (index.ofType(THING).at(-1) as NonNullable<ReturnType<typeof index.ofType>[number]>).at('P');
}

const literal = (P: unknown, body?: object) => at(P, body).text();
const shown = (P: unknown, body?: object) => at(P, body).shown();

describe('intrinsics', () => {
  test.each<[string, unknown, string]>([
    [
      'Fn::Sub with a pseudo parameter',
      { 'Fn::Sub': 'arn:${AWS::Partition}:s3:${AWS::Region}:${AWS::AccountId}' },
      'arn:aws:s3:eu-west-1:111122223333',
    ],
    ['Fn::Sub with a variable', { 'Fn::Sub': ['${A}-${!B}', { A: 'x' }] }, 'x-${B}'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', 1, true]] }, 'a-1-true'],
    ['Fn::Select of a list', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [2, { 'Fn::Split': [':', 'a:b:c'] }] }, 'c'],
    ['Fn::Select of Fn::Cidr', { 'Fn::Select': [1, { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }] }, '10.0.1.0/24'],
    ['Fn::Base64', { 'Fn::Base64': { 'Fn::Join': ['', ['a', 'b']] } }, 'ab'],
    ['a stack name', { Ref: 'AWS::StackName' }, 'Last'],
  ])('%s', (_, raw, text) => expect(literal(raw)).toBe(text));

  test('Fn::FindInMap, with keys that are known and a default', () => {
    const body = { Mappings: { Sizes: { 'eu-west-1': { size: 4 } } } };
    expect(literal({ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'size'] }, body)).toBe('4');
    expect(literal({ 'Fn::FindInMap': ['Sizes', 'x', 'size', { DefaultValue: 2 }] }, body)).toBe('2');
    expect(at({ 'Fn::FindInMap': ['Sizes', { Ref: 'Size' }, 'size'] }, body).isUndecided).toBe(true);
  });

  test.each<[string, unknown]>([
    ['Ref', { Ref: { toString: 'x' } }],
    ['Fn::GetAtt', { 'Fn::GetAtt': { toString: 'x' } }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Bucket', { Ref: 'Attribute' }] }],
    ['Fn::GetAtt', { 'Fn::GetAtt': 'Bucket' }],
    ['Fn::Join', { 'Fn::Join': [{ toString: 'x' }, ['a', 'b']] }],
    ['Fn::Select', { 'Fn::Select': [{ Ref: 'Index' }, ['a', 'b']] }],
    ['Fn::Select', { 'Fn::Select': ['x', { 'Fn::GetAZs': '' }] }],
    ['Fn::Sub', { 'Fn::Sub': { toString: 'x' } }],
  ])('%s of what it cannot take is unknown', (name, raw) => {
    expect(at(raw).unknown).toBe(name);
    expect(at({ Inner: raw }).at('Inner').mentions()).toEqual([]);
  });

  test('Fn::GetAtt takes the name of an attribute from elsewhere', () => {
    const body = { Parameters: { Attribute: { Type: 'String', AllowedValues: ['Arn'] } } };
    expect(at({ 'Fn::GetAtt': ['Bucket', { Ref: 'Attribute' }] }, body).reference()).toMatchObject({
      attribute: 'Arn',
    });
  });

  test('a dynamic reference is one in however many stretches it is written', () => {
    const halves = { 'Fn::Join': ['', ['{{res', 'olve:ssm:/a}}-{{resolve:', 'ssm:/b}}']] };
    expect(shown(halves)).toBe('{{resolve:ssm:/a}}-{{resolve:ssm:/b}}');
    expect(at(halves).text()).toBeUndefined();
  });

  test('a reference stands for its resource, alone or within a text', () => {
    expect(at({ Ref: 'Bucket' }).reference()).toMatchObject({ attribute: 'Ref', resource: { id: 'Bucket' } });
    expect(at({ 'Fn::GetAtt': ['Bucket', 'Arn'] }).reference()).toMatchObject({ attribute: 'Arn' });
    expect(at({ 'Fn::GetAtt': 'Bucket.Arn' }).reference()).toMatchObject({ attribute: 'Arn' });
    const objects = at({ 'Fn::Sub': '${Bucket.Arn}/*' });
    expect(objects.shown()).toBe('${Bucket.Arn}/*');
    expect(objects.mentions().map(({ id }) => id)).toEqual(['Bucket']);
    expect(objects.isUndecided).toBe(false);
    expect(objects.text()).toBeUndefined();
  });

  test('a piece of an attribute keeps its resource', () => {
    const cut = { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Bucket' }] }] };
    expect(at(cut).reference()).toMatchObject({ resource: { id: 'Bucket' }, piece: '[/1]' });
    expect(literal({ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Sub': 'a/b/${Bucket}' }] }] })).toBe('a');
  });

  test('AWS::NoValue is absence, also within a list', () => {
    expect(at({ Ref: 'AWS::NoValue' }).isAbsent).toBe(true);
    expect(
      at([1, { Ref: 'AWS::NoValue' }, 2])
        .items()
        .map((item) => item.number()),
    ).toEqual([1, 2]);
  });
});

describe('what nobody knows', () => {
  test.each<[string, unknown, object, string]>([
    ['a parameter', { Ref: 'Size' }, { Parameters: { Size: { Type: 'Number', Default: 3 } } }, 'parameter Size'],
    ['a dynamic reference', '{{resolve:ssm:/a}}', {}, '{{resolve:ssm:/a}}'],
    ['an import of somebody else', { 'Fn::ImportValue': 'x' }, {}, 'import x'],
    ['an unknown function', { 'Fn::Transform': { Name: 'x' } }, {}, 'Fn::Transform'],
  ])('%s is named', (_, raw, body, name) => {
    const cursor = at(raw, body);
    expect(cursor.unknown).toBe(name);
    expect(cursor.isAbsent).toBe(false);
    expect(cursor.at('A.B').isUndecided).toBe(true);
    expect(cursor.items()).toEqual([]);
  });

  test('a text that is known in part keeps that part', () => {
    expect(shown({ 'Fn::Join': ['', ['orders-', { Ref: 'Stage' }]] })).toBe('orders-${Stage}');
  });
});

describe('across stacks', () => {
  const producer = (outputs: object, facts: Partial<TemplateSource> = {}) =>
    templates({
      body: { Resources: { Key: { Type: 'AWS::KMS::Key' } }, Outputs: outputs },
      stackName: 'First',
      ...facts,
    });
  const value = { 'Fn::GetAtt': ['Key', 'Arn'] };

  test.each<[string, unknown, TemplateSource[]]>([
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'First-${X}' } }, []],
    [
      'Fn::ImportValue',
      { 'Fn::ImportValue': 'First:Key' },
      producer({ O: { Value: value, Export: { Name: 'First:Key' } } }),
    ],
    [
      'Fn::GetStackOutput',
      { 'Fn::GetStackOutput': { StackName: 'First', Region: 'eu-west-1', OutputName: 'O' } },
      producer({ O: { Value: value } }),
    ],
  ])('%s', (_, raw, before) => {
    const cursor = at(raw, {}, before);
    expect(cursor.mentions().map(({ id }) => id)).toEqual(before.length === 0 ? [] : ['Key']);
  });

  test('Fn::GetStackOutput of a stack of that name in another region is somebody else', () => {
    const raw = { 'Fn::GetStackOutput': { StackName: 'First', Region: 'us-east-1', OutputName: 'O' } };
    expect(at(raw, {}, producer({ O: { Value: value } })).isUndecided).toBe(true);
  });

  describe.each<[string, unknown, object]>([
    ['an export', { 'Fn::ImportValue': 'First:Key' }, { O: { Value: value, Export: { Name: 'First:Key' } } }],
    ['an output', { 'Fn::GetStackOutput': { StackName: 'First', OutputName: 'O' } }, { O: { Value: value } }],
  ])('%s of one name', (_, raw, outputs) => {
    const home = { account: '111122223333', region: 'eu-west-1' };
    const of = (facts: object, id = 'Key') =>
      templates({
        body: { Resources: { [id]: { Type: 'AWS::KMS::Key' } }, Outputs: renamed(outputs, id) },
        stackName: 'First',
        file: `${id}.json`,
        ...facts,
      });
    const renamed = (all: object, id: string) => JSON.parse(JSON.stringify(all).replace('"Key"', `"${id}"`)) as object;
    const meant = (before: TemplateSource[]) =>
      at(raw, {}, before)
        .mentions()
        .map(({ id }) => id);

    test('is looked for in the account and region of who asks', () => {
      const others = [...of({ ...home, account: '222222222222' }, 'A'), ...of({ ...home, region: 'us-east-1' }, 'B')];
      expect(meant([...others, ...of(home), ...others.map((one) => ({ ...one, file: `2${one.file}` }))])).toEqual([
        'Key',
      ]);
    });

    test.each([{ account: '222222222222' }, { region: 'us-east-1' }])('elsewhere is unknown: %j', (other) => {
      expect(at(raw, {}, of({ ...home, ...other })).isUndecided).toBe(true);
    });
  });

  test('Fn::GetStackOutput takes the account of its role', () => {
    const ask = (account: string) => ({
      'Fn::GetStackOutput': {
        StackName: 'First',
        Region: { Ref: 'AWS::Region' },
        OutputName: 'O',
        RoleArn: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:role/reader` },
      },
    });
    const before = producer({ O: { Value: value } }, { account: '222222222222' });
    expect(at(ask('222222222222'), {}, before).mentions()).toHaveLength(1);
    expect(at(ask('333333333333'), {}, before).isUndecided).toBe(true);
  });

  test('Fn::GetStackOutput of a region that nobody knows is unknown', () => {
    const raw = { 'Fn::GetStackOutput': { StackName: 'First', Region: { Ref: 'Where' }, OutputName: 'O' } };
    expect(at(raw, {}, producer({ O: { Value: value } }, { account: '111122223333' })).isUndecided).toBe(true);
  });

  test("the CDK's export writer and reader", () => {
    const written = {
      Key: { Type: 'AWS::KMS::Key' },
      Writer: {
        Type: 'Custom::CrossRegionExportWriter',
        Properties: { WriterProps: { exports: { '/cdk/exports/Last/x': value } } },
      },
    };
    const before = templates({ body: { Resources: written }, region: 'us-east-1' });
    const raw = { 'Fn::GetAtt': ['Reader', '/cdk/exports/Last/x'] };
    const body = {
      Resources: { It: { Type: THING, Properties: { P: raw } }, Reader: { Type: 'Custom::CrossRegionExportReader' } },
    };
    expect(
      at(raw, body, before)
        .mentions()
        .map(({ id }) => id),
    ).toEqual(['Key']);
  });

  test('parameters of a nested stack, and its outputs', () => {
    const parent = {
      file: 'Parent.json',
      body: {
        Resources: {
          Key: { Type: 'AWS::KMS::Key' },
          Child: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { Parameters: { K: value, L: { 'Fn::Join': [',', ['a', 'b']] } } },
          },
          Other: { Type: 'AWS::SQS::Queue', Properties: { Q: { 'Fn::GetAtt': ['Child', 'Outputs.Out'] } } },
        },
      },
    };
    const child = {
      file: 'Child.json',
      nestedIn: { file: 'Parent.json', id: 'Child' },
      body: {
        Parameters: { K: { Type: 'String' }, L: { Type: 'CommaDelimitedList' }, D: { Type: 'String', Default: 'x' } },
        Resources: { It: { Type: THING, Properties: { K: { Ref: 'K' }, L: { Ref: 'L' }, D: { Ref: 'D' } } } },
        Outputs: { Out: { Value: { Ref: 'It' } } },
      },
    };
    const index = new TemplateIndex([child, parent]);
    const [topic] = index.ofType(THING);
    const [key] = index.ofType('AWS::KMS::Key');
    const [queue] = index.ofType('AWS::SQS::Queue');
    if (topic === undefined || key === undefined || queue === undefined) {
      throw new Error('a resource is missing');
    }
    expect(topic.at('K').reference()?.resource).toBe(key);
    expect(
      topic
        .at('L')
        .items()
        .map((item) => item.text()),
    ).toEqual(['a', 'b']);
    expect(topic.at('D').text()).toBe('x');
    expect(queue.at('Q').reference()?.resource).toBe(topic);
    expect(index.referrers(key, THING)).toEqual([topic]);
    expect(index.referrers(topic, 'AWS::SQS::Queue')).toEqual([queue]);
  });
});

describe('who refers to whom', () => {
  test('in both branches of a condition, in Fn::Sub, and in an update policy', () => {
    const index = new TemplateIndex(
      templates({
        body: {
          Resources: {
            A: { Type: 'AWS::S3::Bucket' },
            B: { Type: 'AWS::S3::Bucket' },
            C: { Type: THING, Properties: { P: { 'Fn::If': ['Is', { Ref: 'A' }, { 'Fn::Sub': 'x-${B.Arn}' }] } } },
            D: { Type: 'AWS::AutoScaling::AutoScalingGroup', UpdatePolicy: { X: { Ref: 'A' } } },
          },
        },
      }),
    );
    const [a, b] = index.ofType('AWS::S3::Bucket');
    const [c] = index.ofType(THING);
    expect(a && index.referrers(a, THING, 'AWS::AutoScaling::AutoScalingGroup').map(({ id }) => id)).toEqual([
      'C',
      'D',
    ]);
    expect(b && index.referrers(b, THING)).toEqual([c]);
    expect(c && index.referred(c).map(({ id }) => id)).toEqual(['A', 'B']);
  });

  test('by a literal name, in the same account and region only', () => {
    const queue = { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } } };
    const rule = { R: { Type: 'AWS::Events::Rule', Properties: { T: 'orders' } } };
    const index = new TemplateIndex(
      templates(
        { body: { Resources: queue } },
        { body: { Resources: rule }, file: 'B.json' },
        { body: { Resources: rule }, file: 'C.json', region: 'us-east-1' },
      ),
    );
    const [q] = index.ofType('AWS::SQS::Queue');
    expect(q && index.linked(q, 'AWS::Events::Rule', 'T').map(({ template }) => template.file)).toEqual(['B.json']);
  });
});

describe('hostile templates', () => {
  test.each<[string, unknown]>([
    ['no object', 'text'],
    ['no resources', {}],
    ['a list of resources', { Resources: [] }],
    ['resources that are none', { Resources: { A: null, B: 'x', C: [] } }],
    ['a resource without a type', { Resources: { A: { Properties: 5 } } }],
    [
      'keys of the prototype',
      JSON.parse('{"Resources":{"__proto__":{"Type":"x"},"constructor":{"Type":"AWS::SNS::Topic"}}}'),
    ],
    [
      'an output that imports itself',
      {
        Outputs: { A: { Value: { 'Fn::ImportValue': 'A' }, Export: { Name: 'A' } } },
        Resources: { T: { Type: THING, Properties: { P: { 'Fn::ImportValue': 'A' } } } },
      },
    ],
    [
      'conditions in a circle',
      {
        Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
        Resources: { T: { Type: THING, Properties: { P: { 'Fn::If': ['A', 1, 2] } } } },
      },
    ],
    [
      'functions with the wrong arguments',
      { Resources: { T: { Type: THING, Properties: { P: { 'Fn::Join': { 'Fn::Select': 5 } } } } } },
    ],
  ])('%s', (_, body) => {
    const index = new TemplateIndex(templates({ body }));
    expect(() => index.resources().map((resource) => resource.at('P.0.x').shown())).not.toThrow();
    expect(({} as { Type?: string }).Type).toBeUndefined();
  });

  test('nested stacks that contain each other', () => {
    const nested = (file: string, other: string) => ({
      file,
      nestedIn: { file: other, id: 'S' },
      body: { Resources: { S: { Type: 'AWS::CloudFormation::Stack' } } },
    });
    expect(new TemplateIndex([nested('A', 'B'), nested('B', 'A')]).templates).toHaveLength(2);
  });

  test('a deep value', () => {
    let deep: unknown = 'x';
    for (let at = 0; at < 1_000; at += 1) {
      deep = { 'Fn::Join': ['', [deep]] };
    }
    expect(at(deep).isUndecided).toBe(true);
  });
});
