import { gather } from '../gather';
import { isReference, partText, type Part, type Resource } from '../model';
import { placed } from '../place';
import type { TemplateIndex } from '../template-index';
import { ALARM } from './alarms';

export const COMPOSITE_ALARM = 'AWS::CloudWatch::CompositeAlarm';

/** An alarm rule, taken apart. */
type Term =
  | { readonly all: readonly Term[] }
  | { readonly any: readonly Term[] }
  | { readonly not: Term }
  | { readonly state: string; readonly alarms: readonly Resource[] };

const TOKEN = /"[^"]*"|'[^']*'|[()]|[^\s()]+/g;
const MARK = '\uE000';

/** The groups of alarms that a composite alarm waits for together: the operands of each `AND`. */
export function jointAlarms(composite: Resource, index: TemplateIndex): Resource[][] {
  const term = new RuleParser(composite, index).parse();
  const found: Resource[][] = [];
  const visit = (one: Term): void => {
    if ('all' in one) {
      found.push(one.all.flatMap((operand) => ('state' in operand && operand.state === 'ALARM' ? operand.alarms : [])));
      one.all.forEach(visit);
    } else if ('any' in one) {
      one.any.forEach(visit);
    }
  };
  visit(term);
  return found.filter((group) => group.length > 1);
}

/** Reads the language of `AlarmRule`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
class RuleParser {
  private readonly parts: readonly Part[];
  private readonly tokens: string[];
  private at = 0;

  constructor(
    private readonly composite: Resource,
    private readonly index: TemplateIndex,
  ) {
    this.parts = composite.at('AlarmRule').parts();
    const text = this.parts.map((part, at) => (typeof part === 'string' ? part : `${MARK}${at}${MARK}`)).join('');
    this.tokens = text.match(TOKEN) ?? [];
  }

  public parse(): Term {
    return this.any();
  }

  private any(): Term {
    const operands = [this.all()];
    while (this.takes('OR')) {
      operands.push(this.all());
    }
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { any: operands };
  }

  private all(): Term {
    const operands = [this.one()];
    while (this.takes('AND')) {
      operands.push(this.one());
    }
    const flat = operands.flatMap((operand) => ('all' in operand ? operand.all : [operand]));
    const [only] = flat;
    return flat.length === 1 && only !== undefined ? only : { all: flat };
  }

  private one(): Term {
    if (this.takes('NOT')) {
      return { not: this.one() };
    }
    if (this.takes('(')) {
      const inner = this.any();
      this.takes(')');
      return inner;
    }
    const state = (this.tokens[this.at++] ?? '').toUpperCase();
    if (!this.takes('(')) {
      return { state, alarms: [] };
    }
    const name = this.tokens[this.at++] ?? '';
    this.takes(')');
    return { state, alarms: this.named(name.replace(/^["']|["']$/g, '')) };
  }

  private takes(token: string): boolean {
    const isNext = this.tokens[this.at]?.toUpperCase() === token;
    this.at += isNext ? 1 : 0;
    return isNext;
  }

  private alarmsNamed(name: string): readonly Resource[] {
    return alarmsByName(this.index).get(placed(name, this.composite.template)) ?? [];
  }

  private named(name: string): readonly Resource[] {
    const parts = name.split(MARK).map((text, at) => (at % 2 === 0 ? text : (this.parts[Number(text)] ?? '')));
    const references = parts.filter((part) => isReference(part)).map(({ resource }) => resource);
    const isAlarm = ({ type }: Resource) => type === ALARM || type === COMPOSITE_ALARM;
    const shown = parts
      .map(partText)
      .join('')
      .replace(/^arn:.*:alarm:/, '');
    return references.some(isAlarm) ? references.filter(isAlarm) : this.alarmsNamed(shown);
  }
}

/** The alarms of the app, plain and composite, by where they are and the names that they were given. */
function alarmsByName(index: TemplateIndex): ReadonlyMap<string, readonly Resource[]> {
  return index.once('alarms by name', () => {
    const found = new Map<string, Resource[]>();
    for (const alarm of index.ofType(ALARM, COMPOSITE_ALARM)) {
      const name = alarm.at('AlarmName');
      if (!name.isAbsent) {
        gather(found, placed(name.shown(), alarm.template), alarm);
      }
    }
    return found;
  });
}
