import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, written } from './recording';

const OPEN = { Resources: { Data: { Type: 'AWS::S3::Bucket' } } };
const CLEAN = {
  Description: 'Waits until something signals',
  Resources: { Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
};

const open = written('check/open.json', OPEN);
const clean = written('check/clean.json', CLEAN);

describe('what it prints', () => {
  test('findings and a scorecard for a person', async () => {
    const { code, printed, told } = await run(['check', open]);
    expect([code, told]).toEqual([1, '']);
    expect(printed).toContain('error Seaworthy::SEC-09');
    expect(printed.indexOf('Seaworthy::SEC-09')).toBeLessThan(printed.indexOf('The production checklist'));
    expect(printed).toMatch(/Not seaworthy yet: \d+ errors.*$/);
  });

  test('a scorecard alone where nothing is wrong', async () => {
    const { code, printed } = await run(['check', clean, '--tier', 'staging']);
    expect(code).toBe(0);
    expect(printed).toMatch(/^The production checklist\n/);
  });

  test('JSON with what the contract names', async () => {
    const { printed } = await run(['check', open, '--json']);
    const judgement = JSON.parse(printed) as Record<string, unknown> & { findings: object[] };
    expect(Object.keys(judgement)).toEqual(
      expect.arrayContaining(['findings', 'undecided', 'waived', 'met', 'notApplicable', 'score']),
    );
    expect(Object.keys(judgement.findings[0] ?? {})).toEqual(
      expect.arrayContaining(['id', 'severity', 'resource', 'path', 'template', 'message', 'fix']),
    );
  });

  test('SARIF and Markdown', async () => {
    const sarif = JSON.parse((await run(['check', open, '--sarif'])).printed) as { version: string; runs: object[] };
    expect([sarif.version, sarif.runs.length]).toEqual(['2.1.0', 1]);
    expect((await run(['check', open, '--markdown'])).printed).toContain('SEC-09');
  });

  test('a page into a file, and what it comes to; or beside another format', async () => {
    const page = written('check/page.html', '');
    expect(await run(['check', open, '--html', page])).toEqual({
      code: 1,
      printed: '',
      told: expect.stringMatching(/^Not seaworthy yet: \d+ errors.*\nwritten to .*page\.html$/) as string,
    });
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/i);
    const { printed } = await run(['check', open, '--json', '--html', page]);
    expect(() => JSON.parse(printed) as unknown).not.toThrow();
  });
});

describe('tiers', () => {
  const idsBy = async (...options: string[]) => {
    const { printed } = await run(['check', open, '--json', ...options]);
    return (JSON.parse(printed) as { findings: { id: string }[] }).findings.map(({ id }) => id);
  };

  test('production where nothing is said; the words of a tier in any case', async () => {
    const production = await idsBy();
    expect(production).toContain('Seaworthy::BAK-07');
    expect(await idsBy('--tier', 'LIVE')).toEqual(production);
    expect(await idsBy('--tier', 'development')).not.toContain('Seaworthy::BAK-07');
  });

  test('the option outweighs the profile, the profile the template', async () => {
    const staged = written('check/staged.json', { ...OPEN, Metadata: { Seaworthy: { tier: 'development' } } });
    const profile = written('check/tier.yaml', 'tier: production\n');
    const isProduction = async (...options: string[]) =>
      (await run(['check', staged, '--json', ...options])).printed.includes('"Seaworthy::BAK-07","severity"');
    expect([
      await isProduction(),
      await isProduction('--config', profile),
      await isProduction('--config', profile, '--tier', 'staging'),
    ]).toEqual([false, true, false]);
  });
});

describe('misuse', () => {
  test.each<[string[], string]>([
    [[], "missing required argument 'path'\n  fix: seaworthy check --help shows what is allowed"],
    [
      [open, '--jsn'],
      "unknown option '--jsn'\n(Did you mean --json?)\n  fix: seaworthy check --help shows what is allowed",
    ],
    [[open, '--html'], "option '--html <file>' argument missing\n  fix: seaworthy check --help shows what is allowed"],
    [
      [open, clean],
      "too many arguments for 'check'. Expected 1 argument but got 2.\n  fix: seaworthy check --help shows what is allowed",
    ],
    [
      [open, '--html', '/nowhere/page.html'],
      '--html /nowhere/page.html cannot be written: ENOENT: no such file or directory\n  fix: name a file in a folder that is there',
    ],
  ])('%j', async (args, says) => {
    expect(await run(['check', ...args])).toEqual({ code: 2, printed: '', told: says });
  });

  test('everything that is wrong, in one message', async () => {
    const args = ['gone.json', '--json', '--sarif', '--tier', 'prd', '--config', 'gone.yaml'];
    expect((await run(['check', ...args])).told).toBe(`--json and --sarif both print to standard output
  fix: take one of them, and run the command once more for another
--tier must be one of production, prod, live, staging, stage, uat, development, dev, test, sandbox, got 'prd'
gone.yaml is not there
  fix: check the path; it starts from this folder
gone.json is not there
  fix: check the path; it starts from this folder`);
  });
});

describe('the command itself', () => {
  test('version, help, help of a command', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ code: 0, printed: version, told: '' });
    expect((await run([])).printed).toContain('Usage: seaworthy');
    const { code, printed } = await run(['help', 'check']);
    expect(code).toBe(0);
    expect(printed).toContain('Exit code: 0 clean, 1 findings of severity error or a rule that failed, 2 misuse.');
  });

  test('an unknown command, with what may be meant', async () => {
    expect(await run(['chek'])).toEqual({
      code: 2,
      printed: '',
      told: "unknown command 'chek'\n(Did you mean check?)\n  fix: seaworthy --help shows what is allowed",
    });
  });
});

describe('a template on standard input', () => {
  test.each([JSON.stringify(OPEN), 'Resources:\n  Data:\n    Type: AWS::S3::Bucket\n'])('%j', async (text) => {
    const { code, printed } = await run(['check', '-', '--json'], text);
    expect(code).toBe(1);
    expect(printed).toContain('"template":"standard input"');
  });

  test('what nests others by a path cannot do so here', async () => {
    const nesting = {
      Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './a.json' } } },
    };
    const { told } = await run(['check', '-', '--json'], JSON.stringify(nesting));
    expect(told).toBe('note: standard input: the template of Child is not here, so nobody judges what it makes');
  });
});

describe('nested templates', () => {
  test('by a relative path are judged with their parent, by URL they are not', async () => {
    const child = (url: unknown) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } });
    written('nested/inner/data.yaml', 'Resources:\n  Data:\n    Type: AWS::S3::Bucket\n');
    const path = written('nested/app.json', {
      Resources: {
        Data: child('./inner/data.yaml'),
        Far: child('https://s3.amazonaws.com/b/t.json'),
        Ref: child({ Ref: 'P' }),
      },
    });
    const { printed, told } = await run(['check', path, '--json']);
    const { findings } = JSON.parse(printed) as { findings: { id: string; path: string; template: string }[] };
    expect(findings.find(({ id }) => id === 'Seaworthy::SEC-09')).toMatchObject({
      path: 'app/Data/Data',
      template: join(dirname(path), 'inner/data.yaml'),
    });
    expect(told.split('\n')).toEqual(
      ['Far', 'Ref'].map((id) => `note: ${path}: the template of ${id} is not here, so nobody judges what it makes`),
    );
  });
});

describe('cloud assemblies', () => {
  const stack = (templateFile?: string, more: object = {}) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile },
    displayName: 'Stack',
    ...more,
  });
  const assembly = (name: string, artifacts: unknown, files: Record<string, unknown> = {}) => {
    Object.entries(files).forEach(([file, content]) => written(`${name}/${file}`, content));
    return dirname(written(`${name}/manifest.json`, { version: '55.0.0', artifacts }));
  };
  const refusal = async (folder: string) => {
    const { code, printed, told } = await run(['check', folder]);
    expect([code, printed]).toEqual([2, '']);
    return told.replaceAll(folder, 'FOLDER');
  };

  test('templates of other stacks are judged in the order of the CDK', async () => {
    const folder = assembly(
      'order',
      { B: stack('B.json', { dependencies: ['C'], displayName: 'B' }), C: stack('C.json', { displayName: 'C' }) },
      { 'B.json': OPEN, 'C.json': OPEN },
    );
    const { stacks } = JSON.parse((await run(['check', folder, '--json'])).printed) as { stacks: { path: string }[] };
    expect(stacks.map(({ path }) => path)).toEqual(['C', 'B']);
  });

  test('a stack without resources is judged', async () => {
    const folder = assembly('empty', { Stack: stack('S.json') }, { 'S.json': {} });
    expect((await run(['check', folder])).code).toBe(1);
  });

  test.each<[string, () => string, string]>([
    [
      'a missing template',
      () => assembly('missing', { Stack: stack('S.json') }),
      'FOLDER has 1 problem:\n  S.json of Stack is not there\n  fix: synthesize again',
    ],
    [
      'a missing nested template',
      () =>
        assembly(
          'missing-nested',
          { Stack: stack('S.json') },
          {
            'S.json': {
              Resources: {
                Child: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'child.json' } },
              },
            },
          },
        ),
      'FOLDER has 1 problem:\n  Resources.Child of S.json nests child.json, which is not there\n  fix: synthesize again',
    ],
    [
      'a broken template',
      () => assembly('broken', { Stack: stack('S.json') }, { 'S.json': '{"Resources": ' }),
      'FOLDER/S.json has 1 problem:\n  1:15 not valid JSON: it ends where value is expected\n  fix: mend the JSON',
    ],
    [
      'a template that is none',
      () => assembly('none', { Stack: stack('S.json') }, { 'S.json': { Resources: { A: null } } }),
      'FOLDER/S.json has 1 problem:\n  Resources.A must be a map with a Type, got null\n  fix: write it as CloudFormation takes it',
    ],
    [
      'a broken manifest',
      () => dirname(written('broken-manifest/manifest.json', '{')),
      'FOLDER/manifest.json has 1 problem:\n  1:2 not valid JSON: it ends where key or } is expected\n  fix: mend the JSON',
    ],
    [
      'a manifest of something else',
      () => dirname(written('other-manifest/manifest.json', { name: 'a web app' })),
      'FOLDER is no cloud assembly: it has a manifest.json without artifacts\n  fix: name the folder that cdk synth writes (cdk.out), or one template file',
    ],
    [
      'a stack without a file',
      () => assembly('no-file', { Stack: stack() }),
      'FOLDER is no cloud assembly: it lists a stack without a templateFile\n  fix: name the folder that cdk synth writes (cdk.out), or one template file',
    ],
    [
      'an assembly within itself',
      () => assembly('circle', { Self: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } }),
      'FOLDER is no cloud assembly: it lists itself among its stages\n  fix: name the folder that cdk synth writes (cdk.out), or one template file',
    ],
    [
      'a missing stage',
      () =>
        assembly('no-stage', { Gone: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Gone' } } }),
      'FOLDER/assembly-Gone is no cloud assembly: it has no manifest.json\n  fix: name the folder that cdk synth writes (cdk.out), or one template file',
    ],
    [
      'a broken metadata file',
      () =>
        assembly(
          'metadata',
          { Stack: stack('S.json', { additionalMetadataFile: 'M.json' }) },
          { 'S.json': OPEN, 'M.json': 'x' },
        ),
      'FOLDER/M.json has 1 problem:\n  1:1 not valid JSON: expected value, got "x"\n  fix: mend the JSON',
    ],
  ])('%s', async (_, make, says) => {
    expect(await refusal(make())).toBe(says);
  });

  test('metadata of odd shapes is no waiver', async () => {
    const metadata = {
      '/Stack': 'none',
      '/Stack/A': [null, 7, { type: 'aws:cdk:acknowledged-rules', data: [1] }, { type: 'aws:cdk:logicalId', data: {} }],
      '': [{ type: 'aws:cdk:templateFile', data: 'S.json' }],
    };
    const files = {
      'S.json': OPEN,
      'M.json': metadata,
      'checklist.json': { waivers: [null, 7, { path: 3 }] },
      'validation-report.json': { pluginReports: [null, { pluginName: 'Seaworthy', suppressedViolations: [1, null] }] },
    };
    const folder = assembly('odd', { Stack: stack('S.json', { additionalMetadataFile: 'M.json' }) }, files);
    const { code, printed } = await run(['check', folder, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ waived: [] });
  });
});
