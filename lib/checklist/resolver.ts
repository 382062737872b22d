import { Conditions } from './conditions';
import { intrinsicOf, isObject, own, ownObject, ownString, scalarText } from './json';
import { passedParameter, stackOutputArguments, type Links } from './links';
import type { Part, Raw, Resolver, Template, Value } from './model';
import { pseudoParameter } from './pseudo-parameters';
import {
  ABSENT,
  cidrBlocks,
  Computed,
  computedList,
  literalOf,
  partsOf,
  pieceOf,
  splitText,
  textOf,
  textOfLiteral,
  unknownValue,
} from './values';
import type { ChoiceKind, Worlds } from './worlds';

const DEEPEST = 60;

/** Functions within one value: far more than a template has room for, few enough for values that double at each step. */
const MOST = 20_000;

type Intrinsic = (argument: unknown, home: Template) => Value;

/** Follows intrinsic functions within and between the templates of an app. */
export class TemplateResolver implements Resolver {
  private depth = 0;
  private steps = 0;
  private choiceKind: ChoiceKind = 'parameter';
  private readonly conditions: Conditions;

  private readonly intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (argument, home) => {
      const name = scalarText(argument);
      return name === undefined ? unknownValue('Ref') : this.ref(name, home);
    },
    'Fn::GetAtt': (argument, home) => this.attribute(argument, home),
    'Fn::Sub': (argument, home) => this.substitute(argument, home),
    'Fn::Join': (argument, home) => this.join(argument, home),
    'Fn::Select': (argument, home) => this.select(argument, home),
    'Fn::Split': (argument, home) => this.split(argument, home),
    'Fn::If': (argument, home) => this.branch(argument, home),
    'Fn::FindInMap': (argument, home) => this.findInMap(argument, home),
    'Fn::Cidr': (argument, home) => this.cidr(argument, home),
    'Fn::Base64': (raw, home) => this.resolve({ raw, home }),
    'Fn::ImportValue': (argument, home) => this.importValue(argument, home),
    'Fn::GetStackOutput': (argument, home) => this.stackOutput(argument, home),
    'Fn::GetAZs': (raw, home) => {
      const region = this.textOf({ raw, home });
      return unknownValue(`zones of ${region === undefined || region === '' ? (home.region ?? 'the region') : region}`);
    },
  };

  constructor(
    private readonly worlds: Worlds,
    private readonly links: Links,
  ) {
    this.conditions = new Conditions(worlds, { resolve: (value) => this.inCondition(() => this.resolve(value)) });
  }

  /** What a raw value amounts to in this world. */
  public resolve({ raw, home }: Raw): Value {
    if (raw === undefined || raw === null) {
      return ABSENT;
    }
    if (typeof raw === 'string') {
      return textOfLiteral(raw);
    }
    if (typeof raw === 'number' || typeof raw === 'boolean') {
      return { kind: 'scalar', value: raw };
    }
    if (raw instanceof Computed) {
      return raw.value;
    }
    if (Array.isArray(raw)) {
      return { kind: 'list', items: raw.map((item: unknown) => ({ raw: item, home })) };
    }
    const intrinsic = intrinsicOf(raw);
    if (intrinsic === undefined) {
      return { kind: 'map', entries: isObject(raw) ? raw : {}, home };
    }
    return this.follow(intrinsic, home);
  }

  private follow([name, argument]: [string, unknown], home: Template): Value {
    this.steps = this.depth === 0 ? 1 : this.steps + 1;
    if (this.depth >= DEEPEST || this.steps > MOST) {
      return unknownValue('a reference that leads back to itself');
    }
    this.depth += 1;
    try {
      const intrinsic = Object.hasOwn(this.intrinsics, name) ? this.intrinsics[name] : undefined;
      return intrinsic?.(argument, home) ?? unknownValue(name);
    } finally {
      this.depth -= 1;
    }
  }

  private ref(name: string, home: Template): Value {
    if (name === 'AWS::NoValue') {
      return ABSENT;
    }
    if (name.startsWith('AWS::')) {
      return pseudoParameter(name, home);
    }
    const resource = home.resources.get(name);
    if (resource !== undefined) {
      return { kind: 'text', parts: [{ resource, attribute: 'Ref' }] };
    }
    return this.parameter(name, home);
  }

  private parameter(name: string, home: Template): Value {
    const declared = own(ownObject(home.body, 'Parameters'), name);
    const type = ownString(declared, 'Type') ?? 'String';
    const isList = type === 'CommaDelimitedList' || /^List</.test(type);
    const passed = passedParameter(home, name);
    if (passed !== undefined || (home.parent !== undefined && own(declared, 'Default') !== undefined)) {
      const value = this.resolve(passed ?? { raw: own(declared, 'Default'), home });
      return isList && value.kind !== 'list' ? this.cut(partsOf(value), ',', home) : value;
    }
    const allowed = own(declared, 'AllowedValues');
    if (declared === undefined) {
      return unknownValue(name);
    }
    if (type.startsWith('AWS::SSM::Parameter::Value')) {
      return unknownValue(`SSM parameter ${name}`);
    }
    if (isList || !Array.isArray(allowed) || allowed.length === 0) {
      return unknownValue(`parameter ${name}`);
    }
    const taken = this.worlds.choose(`parameter ${name} of ${home.file}`, allowed.length, this.choiceKind);
    return this.resolve({ raw: allowed[taken] as unknown, home });
  }

  private attribute(argument: unknown, home: Template): Value {
    const list = typeof argument === 'string' ? argument.split('.') : listArgument(argument);
    const [id, ...names] = list.map((raw) => this.textOf({ raw, home }));
    const attribute = names.join('.');
    if (id === undefined || names.length === 0 || names.includes(undefined)) {
      return unknownValue('Fn::GetAtt');
    }
    const resource = home.resources.get(id);
    if (resource === undefined) {
      return unknownValue(`${id}.${attribute}`);
    }
    const output = attribute.startsWith('Outputs.') ? this.links.nestedOutput(resource, attribute.slice(8)) : undefined;
    const written = attribute.startsWith('/cdk/exports/') ? this.links.writtenElsewhere(attribute, home) : undefined;
    const elsewhere = output ?? written;
    return elsewhere === undefined ? { kind: 'text', parts: [{ resource, attribute }] } : this.resolve(elsewhere);
  }

  private substitute(argument: unknown, home: Template): Value {
    const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
    if (typeof text !== 'string') {
      return unknownValue('Fn::Sub');
    }
    const parts = text.split(/(\$\{[^}]*\})/).flatMap((piece): readonly Part[] => {
      const name = /^\$\{\s*([^}]*?)\s*\}$/.exec(piece)?.[1];
      if (name === undefined) {
        return partsOf(textOfLiteral(piece));
      }
      if (name.startsWith('!')) {
        return [`\${${name.slice(1)}}`];
      }
      const given = own(variables, name);
      const value =
        given !== undefined
          ? this.resolve({ raw: given, home })
          : name.includes('.')
            ? this.attribute(name, home)
            : this.ref(name, home);
      return partsOf(value);
    });
    return textOf(parts);
  }

  private join(argument: unknown, home: Template): Value {
    const [delimiter, list] = listArgument(argument);
    const value = this.resolve({ raw: list, home });
    if (value.kind !== 'list') {
      return value;
    }
    const between = scalarText(delimiter);
    if (between === undefined) {
      return unknownValue('Fn::Join');
    }
    const texts = value.items
      .map((item) => this.resolve(item))
      .filter((item) => item.kind !== 'absent')
      .map(partsOf);
    return textOf(texts.flatMap((parts, at) => (at === 0 ? parts : [between, ...parts])));
  }

  private select(argument: unknown, home: Template): Value {
    const [at, list] = listArgument(argument);
    const index = Number(this.textOf({ raw: at, home }) ?? NaN);
    if (!Number.isInteger(index) || index < 0) {
      return unknownValue('Fn::Select');
    }
    const splitting = intrinsicOf(list);
    if (splitting?.[0] === 'Fn::Split') {
      const [delimiter, text] = splitArguments(splitting[1]);
      const parts = partsOf(this.resolve({ raw: text, home }));
      const { pieces, isWhole } = splitText(parts, delimiter);
      return pieces[index] ?? (isWhole ? ABSENT : pieceOf(parts, delimiter, index));
    }
    const value = this.resolve({ raw: list, home });
    if (value.kind === 'text') {
      const [part] = value.parts;
      return part !== undefined && typeof part !== 'string' && 'unknown' in part
        ? unknownValue(`${index} of ${part.unknown}`)
        : pieceOf(value.parts, '', index);
    }
    const present = value.kind === 'list' ? value.items.map((item) => this.resolve(item)) : [];
    return present.filter((item) => item.kind !== 'absent')[index] ?? unknownValue('Fn::Select');
  }

  private split(argument: unknown, home: Template): Value {
    const [delimiter, text] = splitArguments(argument);
    return this.cut(partsOf(this.resolve({ raw: text, home })), delimiter, home);
  }

  private cut(parts: readonly Part[], delimiter: string, home: Template): Value {
    const { pieces, isWhole } = splitText(parts, delimiter);
    return isWhole ? computedList(pieces, home) : { kind: 'text', parts };
  }

  private branch(argument: unknown, home: Template): Value {
    const [name, yes, no] = listArgument(argument);
    return this.resolve({ raw: this.conditions.holds(scalarText(name) ?? '', home) ? yes : no, home });
  }

  private findInMap(argument: unknown, home: Template): Value {
    const [map, first, second, options] = listArgument(argument);
    const keys = [map, first, second].map((raw) => this.textOf({ raw, home }));
    let found: unknown = own(home.body, 'Mappings');
    for (const key of keys) {
      if (key === undefined) {
        return unknownValue(`Fn::FindInMap ${keys.map((one) => one ?? '?').join('.')}`);
      }
      found = own(found, key);
    }
    const raw = found ?? own(options, 'DefaultValue');
    return raw === undefined ? unknownValue(`Fn::FindInMap ${keys.join('.')}`) : this.resolve({ raw, home });
  }

  private cidr(argument: unknown, home: Template): Value {
    const [block = '', count, bits = '8'] = listArgument(argument).map((raw) => this.textOf({ raw, home }));
    const blocks = count === undefined ? undefined : cidrBlocks(block, Number(count), Number(bits));
    return blocks === undefined
      ? unknownValue('Fn::Cidr')
      : { kind: 'list', items: blocks.map((raw) => ({ raw, home })) };
  }

  private importValue(raw: unknown, home: Template): Value {
    const name = this.textOf({ raw, home });
    const output = name === undefined ? undefined : this.links.exported(name, home);
    return output === undefined ? unknownValue(`import ${name ?? '?'}`) : this.resolve(output);
  }

  private stackOutput(argument: unknown, home: Template): Value {
    const { stack, output } = stackOutputArguments(argument);
    const found = this.links.stackOutput(argument, home, this);
    return found === undefined ? unknownValue(`output ${output ?? '?'} of ${stack ?? '?'}`) : this.resolve(found);
  }

  private textOf(value: Raw): string | undefined {
    return literalOf(this.resolve(value));
  }

  private inCondition<T>(action: () => T): T {
    const before = this.choiceKind;
    this.choiceKind = 'branch';
    try {
      return action();
    } finally {
      this.choiceKind = before;
    }
  }
}

function listArgument(argument: unknown): unknown[] {
  return Array.isArray(argument) ? argument : [];
}

function splitArguments(argument: unknown): [delimiter: string, text: unknown] {
  const [delimiter, text] = listArgument(argument);
  return [scalarText(delimiter) ?? '', text];
}
