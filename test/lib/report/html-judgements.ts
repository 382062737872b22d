import { Tier } from '../../../constructs/core/tier';
import type { Judgement, Outcome, WaivedOutcome } from '../../../lib/checklist/judgement';
import type { WaiverUse } from '../../../lib/checklist/waiver-use';
import { judge } from '../../../lib/checklist/judge';
import { checklistOf } from '../../../lib/checklist/profile';
import { TemplateIndex } from '../../../lib/checklist/template-index';
import { templates } from '../checklist/judging';

const rule = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' });

const resource = (path: string, Type: string, Properties: object = {}) => ({
  Type,
  Properties,
  Metadata: { 'aws:cdk:path': path },
});

const network = {
  Vpc: resource('Network/Vpc/Resource', 'AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Doors: resource('Network/Doors/Resource', 'AWS::EC2::SecurityGroup', {
    VpcId: { Ref: 'Vpc' },
    SecurityGroupIngress: [rule(22)],
  }),
  Key: resource('Network/Key/Resource', 'AWS::KMS::Key', { EnableKeyRotation: true }),
};

const data = {
  Orders: resource('Data/Orders/Resource', 'AWS::RDS::DBInstance', {
    DBInstanceClass: 'db.m6g.large',
    Engine: 'postgres',
    EngineVersion: '16.3',
    StorageEncrypted: true,
    MultiAZ: { Ref: 'Zones' },
  }),
  Uploads: resource('Data/Uploads/Resource', 'AWS::S3::Bucket'),
  Jobs: resource('Data/Jobs/Resource', 'AWS::SQS::Queue', { SqsManagedSseEnabled: true }),
};

/** A plain app of two stacks: errors, warnings, undecided, waived, met; waivers of every kind. */
export function plainApp(): Judgement {
  const sources = templates(
    { body: { Resources: network }, file: 'Network.template.json', path: 'Network', account: '111122223333' },
    {
      body: { Resources: data, Parameters: { Zones: { Type: 'String' } } },
      file: 'Data.template.json',
      path: 'Data',
      tags: { environment: 'staging' },
    },
  );
  const judgement = judge(new TemplateIndex(sources), {
    ...checklistOf(),
    today: '2026-11-20',
    acknowledgements: [
      { id: 'Seaworthy::NET-03', path: 'Network/Doors', reason: 'Old bastion. [owner=team-net until=2027-03-31]' },
      { id: 'Seaworthy::PRV-04', path: 'Data/Orders', reason: 'Ended. [owner=team-data until=2026-01-31]' },
      { id: 'Seaworthy::LOG-01', path: 'Data', reason: 'Covers nothing. [owner=team-data]' },
    ],
  });
  const source = { file: 'lib/data-stack.ts', line: 12 };
  return {
    ...judgement,
    findings: judgement.findings.map((one) => (one.path.startsWith('Data/Orders') ? { ...one, source } : one)),
  };
}

/** An app in which every promise is met. */
export function fairApp(): Judgement {
  const { items, stacks, met } = plainApp();
  return summed({ met, items, stacks });
}

/** No template at all. */
export function nothingToJudge(): Judgement {
  const { items } = plainApp();
  return summed({ items, notApplicable: Object.keys(items) });
}

const STATES = ['met', 'missed', 'error', 'warning', 'undecided'] as const;

/** An app with so many outcomes. */
export function largeApp(count: number): Judgement {
  const { findings, undecided, met, items, stacks } = plainApp();
  const samples = [...findings, ...undecided, ...met];
  const all = Array.from({ length: count }, (_, at): Outcome => {
    const sample = samples[at % samples.length] as Outcome;
    const state = STATES[at % STATES.length];
    return {
      ...sample,
      state: state === 'met' || state === 'undecided' ? state : 'missed',
      severity: state === 'warning' ? 'warning' : 'error',
      resource: `Thing${at >> 2}`,
      path: `Data/Part${(at >> 2) % 97}/Thing${at >> 2}`,
      stack: 'Data',
      template: 'Data.template.json',
      found: `the value is ${at}`,
      evidence: [`Thing${(at >> 2) + 1}`],
    };
  });
  return summed({
    findings: all.filter(({ state }) => state === 'missed'),
    undecided: all.filter(({ state }) => state === 'undecided'),
    met: all.filter(({ state }) => state === 'met'),
    items,
    stacks,
  });
}

/** What somebody writes who wants a script of theirs to run in the page. */
export const HOSTILE =
  '</script><script>alert(1)</script><!-- <script> <img src=x onerror=alert(2)> ]]> "\' \u2028\u202e\ud800';

/** An app whose every text is hostile. */
export function hostileApp(): Judgement {
  const [first] = plainApp().findings;
  const waiver: WaiverUse = {
    id: `Seaworthy::${HOSTILE}`,
    item: HOSTILE,
    path: HOSTILE,
    reason: HOSTILE,
    owner: HOSTILE,
    until: HOSTILE,
    isExpired: false,
    isBare: false,
    isKnown: false,
    isRelevant: true,
    matched: 1,
  };
  const outcome: Outcome = {
    ...(first as Outcome),
    id: HOSTILE,
    item: HOSTILE,
    area: HOSTILE,
    title: HOSTILE,
    resource: HOSTILE,
    type: HOSTILE,
    path: HOSTILE,
    stack: HOSTILE,
    template: HOSTILE,
    found: HOSTILE,
    expected: HOSTILE,
    fix: HOSTILE,
    documentation: `javascript:alert(3)//${HOSTILE}`,
    source: { file: HOSTILE, line: 1 },
    locations: [HOSTILE],
    evidence: [HOSTILE],
  };
  const waived: WaivedOutcome = { ...outcome, waiver };
  const { title, area, severity, fix, documentation } = outcome;
  const stack = {
    path: HOSTILE,
    template: HOSTILE,
    tier: Tier.PRODUCTION,
    region: HOSTILE,
    account: HOSTILE,
    resources: 1,
  };
  return {
    ...summed({
      findings: [outcome],
      undecided: [{ ...outcome, state: 'undecided' }],
      met: [{ ...outcome, state: 'met' }],
      waived: [waived],
      items: {
        [HOSTILE]: { title, area, severity, tiers: 'all', why: HOSTILE, decidedBy: HOSTILE, fix, documentation },
      },
      stacks: [stack],
      notApplicable: [HOSTILE],
    }),
    waivers: [waiver],
    broken: [{ id: HOSTILE, item: HOSTILE, resource: HOSTILE, path: HOSTILE, template: HOSTILE, error: HOSTILE }],
    off: [{ id: HOSTILE, item: HOSTILE, title: HOSTILE, reason: HOSTILE }],
  };
}

/** A judgement of these parts, with its sums. */
export function summed(parts: Partial<Judgement>): Judgement {
  const { findings = [], undecided = [], waived = [], met = [], notApplicable = [], items = {} } = parts;
  const decided = findings.length + waived.length + met.length;
  const codes = [...new Set(Object.values(items).map(({ area }) => area))];
  const of = (outcomes: readonly { readonly area: string }[], code: string) =>
    outcomes.filter(({ area }) => area === code).length;
  const areas = codes.map((code): [string, Judgement['areas'][string]] => [
    code,
    {
      met: of(met, code),
      missed: of(findings, code),
      waived: of(waived, code),
      undecided: of(undecided, code),
      notApplicable: notApplicable.filter((item) => items[item]?.area === code).length,
    },
  ]);
  return {
    findings,
    undecided,
    waived,
    met,
    notApplicable,
    broken: [],
    waivers: [],
    stacks: [],
    items,
    off: [],
    areas: Object.fromEntries(areas),
    score: decided === 0 ? null : Math.floor((100 * met.length) / decided),
    ...parts,
  };
}
