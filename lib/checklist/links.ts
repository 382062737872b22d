import { gather } from './gather';
import { own, ownObject, ownString } from './json';
import { partText, type Raw, type Resolver, type Resource, type Template } from './model';
import { inPlace, type Located, type Place } from './place';
import { literalOf, partsOf } from './values';

const WRITER = 'Custom::CrossRegionExportWriter';

/** How the templates of an app hand values to each other: exports, stack outputs, nested stacks, across regions. */
export class Links {
  private readonly children = new Map<Resource, Template>();
  private readonly exports = new Map<string, Located<Raw>[]>();
  private readonly written = new Map<string, Located<Raw>[]>();
  private readonly stacks = new Map<string, Located<Template>[]>();

  constructor(private readonly templates: readonly Template[]) {
    for (const template of templates) {
      if (template.parent !== undefined) {
        this.children.set(template.parent, template);
      } else {
        gather(this.stacks, template.stackName, { place: template, what: template });
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

  /** What stands behind an export name (`Fn::ImportValue`) of the account and region of a template. */
  public exported(name: string, home: Template): Raw | undefined {
    return inPlace(this.exports.get(name), home);
  }

  /** What another stack puts out (`Fn::GetStackOutput`): in this account, or in the one whose role is taken. */
  public stackOutput(argument: unknown, home: Template, resolver: Resolver): Raw | undefined {
    const { stack, output } = stackOutputArguments(argument);
    const place = placeOf(argument, home, resolver);
    const found = stack && place ? inPlace(this.stacks.get(stack), place) : undefined;
    return found && output ? outputOf(found, output) : undefined;
  }

  /** What the CDK carries here from another region of the account, by the name that its writer gives it. */
  public writtenElsewhere(name: string, home: Template): Raw | undefined {
    return inPlace(this.written.get(name), home);
  }

  private collectExports(home: Template, resolver: Resolver): void {
    for (const output of Object.values(ownObject(home.body, 'Outputs'))) {
      const name = own(ownObject(output, 'Export'), 'Name');
      const known = name === undefined ? undefined : literalOf(resolver.resolve({ raw: name, home }));
      if (known !== undefined) {
        gather(this.exports, known, { place: home, what: { raw: own(output, 'Value'), home } });
      }
    }
  }

  private collectWritten(home: Template): void {
    for (const { type, body } of home.resources.values()) {
      if (type === WRITER) {
        const writer = ownObject(ownObject(body, 'Properties'), 'WriterProps');
        const place = { account: home.account, region: ownString(writer, 'region') };
        Object.entries(ownObject(writer, 'exports')).forEach(([name, raw]) =>
          gather(this.written, name, { place, what: { raw, home } }),
        );
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
export function stackOutputArguments(argument: unknown): { stack?: string; output?: string } {
  return { stack: ownString(argument, 'StackName'), output: ownString(argument, 'OutputName') };
}

/** Where the stack is that `Fn::GetStackOutput` asks; undefined where nobody knows yet. */
function placeOf(argument: unknown, home: Template, resolver: Resolver): Place | undefined {
  const [region, role] = ['Region', 'RoleArn'].map((name) => resolver.resolve({ raw: own(argument, name), home }));
  const shown = (value: typeof region) => (value === undefined ? '' : partsOf(value).map(partText).join(''));
  const isHere = region === undefined || region.kind === 'absent' || shown(region) === '${AWS::Region}';
  const place = {
    account: role?.kind === 'absent' ? home.account : /:iam::(\d{12}):/.exec(shown(role))?.[1],
    region: isHere ? home.region : literalOf(region),
  };
  const isKnown = (isHere || place.region !== undefined) && (role?.kind === 'absent' || place.account !== undefined);
  return isKnown ? place : undefined;
}

function outputOf(template: Template, name: string): Raw | undefined {
  const output = own(ownObject(template.body, 'Outputs'), name);
  return output === undefined ? undefined : { raw: own(output, 'Value'), home: template };
}
