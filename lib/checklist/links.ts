import { isObject, own, ownObject, ownString } from './json';
import type { Raw, Resolver, Resource, Template } from './model';
import { literalOf } from './values';

const WRITER = 'Custom::CrossRegionExportWriter';

/** How the templates of an app hand values to each other: exports, stack outputs, nested stacks, across regions. */
export class Links {
  private readonly children = new Map<Resource, Template>();
  private readonly exports = new Map<string, Raw>();
  private readonly written = new Map<string, Raw>();

  constructor(private readonly templates: readonly Template[]) {
    for (const template of templates) {
      if (template.parent !== undefined) {
        this.children.set(template.parent, template);
      }
    }
  }

  /** What a nested stack puts out. */
  public nestedOutput(stack: Resource, name: string): Raw | undefined {
    const child = this.children.get(stack);
    return child === undefined ? undefined : outputOf(child, name);
  }

  /** Reads the names that templates export under; the resolver needs this object before it can tell them. */
  public collect(resolver: Resolver): void {
    for (const home of this.templates) {
      this.collectExports(home, resolver);
      this.collectWritten(home);
    }
  }

  /** What stands behind an export name (`Fn::ImportValue`). */
  public exported(name: string): Raw | undefined {
    return this.exports.get(name);
  }

  /** What another stack puts out (`Fn::GetStackOutput`). */
  public stackOutput(stackName: string, region: string | undefined, name: string): Raw | undefined {
    const stack = this.templates.find(
      (one) =>
        one.parent === undefined &&
        one.stackName === stackName &&
        (region === undefined || one.region === undefined || one.region === region),
    );
    return stack === undefined ? undefined : outputOf(stack, name);
  }

  /** What the CDK carries from another region, by the name that its writer gives it. */
  public writtenElsewhere(name: string): Raw | undefined {
    return this.written.get(name);
  }

  private collectExports(home: Template, resolver: Resolver): void {
    for (const output of Object.values(ownObject(home.body, 'Outputs'))) {
      const name = own(ownObject(output, 'Export'), 'Name');
      const known = name === undefined ? undefined : literalOf(resolver.resolve({ raw: name, home }));
      if (known !== undefined) {
        this.exports.set(known, { raw: own(output, 'Value'), home });
      }
    }
  }

  private collectWritten(home: Template): void {
    for (const { type, body } of home.resources.values()) {
      if (type === WRITER) {
        const exports = ownObject(ownObject(ownObject(body, 'Properties'), 'WriterProps'), 'exports');
        Object.entries(exports).forEach(([name, raw]) => this.written.set(name, { raw, home }));
      }
    }
  }
}

/** The raw value that is passed to a parameter of a nested stack. */
export function passedParameter(template: Template, name: string): Raw | undefined {
  const { parent } = template;
  if (parent === undefined) {
    return undefined;
  }
  const raw = own(ownObject(ownObject(parent.body, 'Properties'), 'Parameters'), name);
  return raw === undefined ? undefined : { raw, home: parent.template };
}

/** What an argument of `Fn::GetStackOutput` names; a part that is not a plain text is left out. */
export function stackOutputArguments(argument: unknown): { stack?: string; region?: string; output?: string } {
  return isObject(argument)
    ? {
        stack: ownString(argument, 'StackName'),
        region: ownString(argument, 'Region'),
        output: ownString(argument, 'OutputName'),
      }
    : {};
}

function outputOf(template: Template, name: string): Raw | undefined {
  const output = own(ownObject(template.body, 'Outputs'), name);
  return output === undefined ? undefined : { raw: own(output, 'Value'), home: template };
}
