import { createRequire } from 'node:module';

/** What the engine says of one thing in a template. */
export interface Diagnostic {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly entity?: { readonly entityType: string; readonly logicalId: string };
  readonly propertyPath?: string;
  readonly suggestedFix?: string;
  readonly category?: string;
}

interface Source {
  readonly name: string;
  readonly content: string;
}

/** What happened to the engine, and how it is made to behave. */
export const engine = {
  version: '',
  made: [] as { readonly regoRules?: Source[]; readonly guardRules?: Source[] }[],
  judged: [] as { readonly path: string; readonly account?: string; readonly region?: string }[],
  /** Called while a template is judged. */
  meanwhile: (_path: string): void => undefined,
};

const RESOLVE = createRequire(createRequire(__filename).resolve('aws-cdk-lib/package.json'));
const { version } = RESOLVE('@aws/cloudformation-validate/package.json') as { version: string };

class CompositeEngine {
  constructor(config: (typeof engine.made)[number]) {
    engine.made.push(config);
  }

  public validateTemplate(
    template: TemplateContent,
    { pseudoParameterOverrides: place }: { pseudoParameterOverrides: { accountId?: string; region?: string } },
  ): { diagnostics: Diagnostic[] } {
    engine.judged.push({ path: template.path, account: place.accountId, region: place.region });
    engine.meanwhile(template.path);
    const { Metadata: metadata = {} } = JSON.parse(template.content) as { Metadata?: { says?: Diagnostic[] } };
    return { diagnostics: metadata.says ?? [] };
  }

  public free(): void {}
}

class TemplateContent {
  constructor(
    public readonly content: string,
    public readonly path: string,
  ) {}
}

/** Puts a double in the engine's place, which says of a template what stands in its `Metadata.says`. */
export function useEngineDouble(): void {
  jest.doMock(RESOLVE.resolve('@aws/cloudformation-validate'), () => ({
    CompositeEngine,
    TemplateContent,
    version: () => engine.version,
  }));
}

/** Forgets what happened. */
export function resetEngine(): void {
  Object.assign(engine, { version, made: [], judged: [], meanwhile: () => undefined });
}
