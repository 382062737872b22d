import { join } from 'node:path';
import { CfnResource, Stage, Validations, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { TemplatePaths } from './assembly';
import { isObject } from './json';
import { sourceIn, type Source } from './source';
import type { Acknowledgement } from './waiver-use';

const BARE = /^annotation::/i;

/** The metadata under which the CDK keeps where a construct was made. */
const CREATION = 'aws:cdk:creationStack';

/** The resources of a template, by the paths of their constructs. */
interface Entry {
  readonly path: string;
  readonly resources: Map<string, CfnResource>;
  ids?: Map<string, string>;
}

/** What the construct tree adds to the templates: construct paths, and acknowledgements. One walk. */
export class ConstructTree {
  public readonly acknowledgements: Acknowledgement[] = [];
  private readonly templates = new Map<string, Entry>();
  private readonly files = new Map<Stack, string>();
  private readonly traces = new Map<string, readonly unknown[]>();
  private readonly sources = new Map<string, Source | undefined>();

  constructor(root: IConstruct) {
    const left = [root];
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      this.visit(node);
      left.push(...node.node.children);
    }
  }

  /** The paths of the constructs behind a template. */
  public pathsOf(templatePath: string): TemplatePaths | undefined {
    const found = this.templates.get(templatePath);
    return (
      found && {
        path: found.path,
        pathOf: (id, stated) =>
          stated !== undefined && found.resources.has(stated) ? stated : (found.ids ??= idsOf(found)).get(id),
      }
    );
  }

  /** The line of the app that made a construct, where the CDK knows it. */
  public sourceOf(path: string): Source | undefined {
    if (!this.sources.has(path)) {
      this.sources.set(path, sourceIn((this.traces.get(path) ?? []).map(String)));
    }
    return this.sources.get(path);
  }

  private visit(node: IConstruct): void {
    for (const { type, data } of node.node.metadata) {
      if (type === CREATION && Array.isArray(data)) {
        this.traces.set(node.node.path, data);
      }
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && isObject(data)) {
        for (const [id, reason] of Object.entries(data)) {
          this.acknowledgements.push({ id: id.replace(BARE, ''), path: node.node.path, reason: String(reason) });
        }
      }
    }
    if (CfnResource.isCfnResource(node)) {
      const { stack } = node;
      const file = this.fileOf(stack);
      const template = this.templates.get(file) ?? { path: stack.node.path, resources: new Map<string, CfnResource>() };
      template.resources.set(node.node.path, node);
      this.templates.set(file, template);
    }
  }

  private fileOf(stack: Stack): string {
    const known = this.files.get(stack);
    const file = known ?? join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
    this.files.set(stack, file);
    return file;
  }
}

/** The paths by logical ids; asking the CDK for all of them takes as long as judging many a stack. */
function idsOf({ resources }: Entry): Map<string, string> {
  return new Map([...resources].map(([path, one]) => [String(one.stack.resolve(one.logicalId)), path]));
}
