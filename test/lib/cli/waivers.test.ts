import { checked, run, written } from './recording';

const bucket = (waivers?: unknown) => ({
  Type: 'AWS::S3::Bucket',
  ...(waivers === undefined ? {} : { Metadata: { Seaworthy: { waivers } } }),
});

const WAIVER = { item: 'Seaworthy::SEC-09', reason: 'holds public pages', owner: 'team-web', until: '2999-12-31' };

const waivedOf = async (path: string) =>
  (await checked(path)).waived
    .map(({ id, resource, waiver }) => `${id} ${resource} ${waiver.reason} ${waiver.owner}`)
    .sort();

test('a waiver on a resource covers that resource', async () => {
  const path = written('waivers/resource.json', { Resources: { Pages: bucket([WAIVER]), Data: bucket() } });
  expect(await waivedOf(path)).toEqual(['Seaworthy::SEC-09 Pages holds public pages team-web']);
  const { findings, waivers } = await checked(path);
  expect(findings.filter(({ id }) => id === 'Seaworthy::SEC-09').map(({ resource }) => resource)).toEqual(['Data']);
  expect(waivers).toMatchObject([{ id: 'Seaworthy::SEC-09', path: 'resource/Pages', matched: 1 }]);
});

test('a waiver of the template covers all of it, or what its path names', async () => {
  const template = (waiver: object) => ({
    Metadata: { Seaworthy: { waivers: [waiver] } },
    Resources: { Pages: bucket(), Data: bucket() },
  });
  expect(await waivedOf(written('waivers/all.json', template(WAIVER)))).toEqual([
    'Seaworthy::SEC-09 Data holds public pages team-web',
    'Seaworthy::SEC-09 Pages holds public pages team-web',
  ]);
  const path = written('waivers/one.json', template({ ...WAIVER, path: 'one/Data' }));
  expect(await waivedOf(path)).toEqual(['Seaworthy::SEC-09 Data holds public pages team-web']);
});

test('a waiver of the template reaches the paths of a CDK', async () => {
  const path = written('waivers/paths.json', {
    Metadata: { Seaworthy: { waivers: [WAIVER] } },
    Resources: { Pages: { ...bucket(), Metadata: { 'aws:cdk:path': 'Prod/Web/Pages/Resource' } } },
  });
  expect(await waivedOf(path)).toEqual(['Seaworthy::SEC-09 Pages holds public pages team-web']);
});

test('an item needs no namespace, and an end in YAML no quotes', async () => {
  const yaml = `Resources:
  Pages:
    Type: AWS::S3::Bucket
    Metadata: {Seaworthy: {waivers: [{item: SEC-09, reason: pages, owner: team-web, until: 2999-12-31}]}}
`;
  expect(await waivedOf(written('waivers/bare.yaml', yaml))).toEqual(['Seaworthy::SEC-09 Pages pages team-web']);
});

test('one that ended, one that is not needed, one without owner or reason are findings', async () => {
  const path = written('waivers/register.json', {
    Resources: {
      Pages: bucket([
        { ...WAIVER, until: '2020-01-01' },
        { item: 'Seaworthy::NET-02', reason: 'no network', owner: 'team-web' },
        { item: 'Seaworthy::LOG-07', reason: '' },
      ]),
    },
  });
  const { findings } = await checked(path);
  const ofRegister = findings
    .filter(({ id }) => id.startsWith('Seaworthy::WAIVER-'))
    .map(({ id, found }) => `${id} ${found}`);
  expect(ofRegister.sort()).toEqual([
    'Seaworthy::WAIVER-01 the waiver of SEC-09 ended on 2020-01-01',
    expect.stringMatching(/^Seaworthy::WAIVER-02 .*NET-02/),
    expect.stringMatching(/^Seaworthy::WAIVER-03 .*LOG-07/),
  ]);
  expect(findings.some(({ id }) => id === 'Seaworthy::SEC-09')).toBe(true);
});

test('those that cannot be read are refused, all in one message', async () => {
  const path = written('waivers/broken.json', {
    Metadata: { Seaworthy: { waivers: 'none' } },
    Resources: {
      Pages: bucket([7, { reason: 'x', owner: 'a b', until: 'soon', ticket: 'X-1' }, { item: 'SEC-09', reason: 1 }]),
    },
  });
  expect((await run(['check', path])).told).toBe(`${path} has 7 problems:
  Metadata.Seaworthy.waivers must be a list, got "none"
  Resources.Pages.Metadata.Seaworthy.waivers.0 must be a map of item, reason, owner and until, got 7
  Resources.Pages.Metadata.Seaworthy.waivers.1.ticket is not known; allowed: path, item, reason, owner, until
  Resources.Pages.Metadata.Seaworthy.waivers.1.item must name an item like Seaworthy::NET-05, got undefined
  Resources.Pages.Metadata.Seaworthy.waivers.1.owner must be one word, got "a b"
  Resources.Pages.Metadata.Seaworthy.waivers.1.until must be a day like 2027-03-31, got "soon"
  Resources.Pages.Metadata.Seaworthy.waivers.2.reason must be text, got 1
  fix: see docs/check.md on waivers in templates`);
});

test('what is misspelt around waivers is refused, not passed over', async () => {
  const path = written('waivers/misspelt.json', {
    Metadata: { Seaworthy: { waiver: [] } },
    Resources: {
      Pages: { Type: 'AWS::SNS::Topic', Metadata: { Seaworthy: { waivers: { item: 'SEC-02' } } } },
      Other: { Type: 'AWS::SNS::Topic', Metadata: { Seaworthy: [] } },
    },
  });
  const { code, told } = await run(['check', path]);
  expect(code).toBe(2);
  expect(told).toContain("Metadata.Seaworthy.waiver is not known; did you mean 'waivers'?");
  expect(told).toContain('Resources.Pages.Metadata.Seaworthy.waivers must be a list, got');
  expect(told).toContain('Resources.Other.Metadata.Seaworthy must be a map, got');
});
