import { join } from 'node:path';
import { CfnResource, Stage, Validations, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { TemplatePaths } from './assembly';
import { isObject } from './json';
import type { Acknowledgement } from './waiver-use';

const BARE = /^annotation::/i;

/** What the construct tree adds to the templates: construct paths, and acknowledgements. One walk. */
export class ConstructTree {
  public readonly acknowledgements: Acknowledgement[] = [];
  private readonly templates = new Map<string, { path: string; ids: Map<string, string> }>();
  private readonly files = new Map<Stack, string>();

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
    return found === undefined ? undefined : { path: found.path, pathOf: (id) => found.ids.get(id) };
  }

  private visit(node: IConstruct): void {
    for (const { type, data } of node.node.metadata) {
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && isObject(data)) {
        for (const [id, reason] of Object.entries(data)) {
          this.acknowledgements.push({ id: id.replace(BARE, ''), path: node.node.path, reason: String(reason) });
        }
      }
    }
    if (CfnResource.isCfnResource(node)) {
      const { stack } = node;
      const file = this.fileOf(stack);
      const template = this.templates.get(file) ?? { path: stack.node.path, ids: new Map<string, string>() };
      template.ids.set(String(stack.resolve(node.logicalId)), node.node.path);
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
