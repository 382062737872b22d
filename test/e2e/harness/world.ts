import { type StackResourceSummary, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aws, present } from './aws';
import { PLATFORM, SERVICE } from './settings';

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** A resource of a template. */
export interface Planned {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Path of its construct. */
  readonly path: string;
  readonly properties: Record<string, unknown>;
  readonly retained: boolean;
}

/** A resource that was deployed. */
export interface Deployed extends Planned {
  readonly physicalId: string;
}

/** Types that a test has asked for, so that the coverage check sees what was never looked at. */
export const READ_TYPES = new Set<string>();

/** What an assembly plans, and what became of it. */
export class World {
  /** Reads the templates of an assembly, and which physical resources belong to them. */
  public static async of(assembly: string): Promise<World> {
    const found = new Map<string, StackResourceSummary>();
    for (const stack of [PLATFORM, SERVICE]) {
      (await stackResources(stack)).forEach((one) => found.set(`${stack}/${one.LogicalResourceId}`, one));
    }
    return new World(
      plannedResources(assembly).map((one) => ({
        ...one,
        physicalId: found.get(`${one.stack}/${one.logicalId}`)?.PhysicalResourceId ?? '',
      })),
    );
  }

  private constructor(public readonly resources: readonly Deployed[]) {}

  /** All resources of a type, by logical id; perhaps only those whose construct path matches. */
  public all(type: string, path = /./): Deployed[] {
    READ_TYPES.add(type);
    return this.resources.filter((one) => one.type === type && path.test(one.path));
  }

  /** The only resource of a type, perhaps of those whose construct path matches. */
  public one(type: string, path?: RegExp): Deployed {
    const [first, ...others] = this.all(type, path);
    if (others.length > 0) {
      throw new Error(`expected one ${type}, found ${others.length + 1}`);
    }
    return present(first, `a ${type}${path === undefined ? '' : ` at ${path}`}`);
  }
}

/** The resources of the templates of an assembly. */
export function plannedResources(assembly: string): Planned[] {
  return readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.template.json'))
    .flatMap((path) => {
      const text = readFileSync(join(assembly, path), 'utf8');
      const { Resources = {} } = JSON.parse(text) as { Resources?: Record<string, TemplateResource> };
      const stack = path.includes('Platform') ? PLATFORM : SERVICE;
      return Object.entries(Resources).map(([logicalId, resource]) => planned(stack, logicalId, resource));
    });
}

function planned(stack: string, logicalId: string, resource: TemplateResource): Planned {
  return {
    stack,
    logicalId,
    type: resource.Type,
    path: resource.Metadata?.['aws:cdk:path'] ?? logicalId,
    properties: resource.Properties ?? {},
    retained: resource.DeletionPolicy?.startsWith('Retain') ?? false,
  };
}

async function stackResources(stack: string): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.cloudFormation.send(new ListStackResourcesCommand({ StackName: stack, NextToken }));
    found.push(...(page.StackResourceSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
