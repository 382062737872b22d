import { own, ownObject, scalarText } from './json';
import { partsOf } from './values';
import { partText, type Part, type Raw, type Resolver, type Template } from './model';
import type { Worlds } from './worlds';

const YES = 0;
const NO = 1;
const DEEPEST = 30;

/** Decides the conditions of templates; one that nobody can decide is taken both ways, each in a world of its own. */
export class Conditions {
  constructor(
    private readonly worlds: Worlds,
    private readonly resolver: Resolver,
  ) {}

  /** True where the named condition of a template holds in this world. */
  public holds(name: string, home: Template, depth = 0): boolean {
    const raw = own(ownObject(home.body, 'Conditions'), name);
    const guess = () => this.either(`condition ${name} of ${home.file}`);
    return raw === undefined || depth > DEEPEST
      ? guess()
      : this.worlds.remember(home, `condition ${name}`, () => this.evaluate({ raw, home }, name, depth + 1), guess);
  }

  private evaluate({ raw, home }: Raw, name: string, depth: number): boolean {
    const [[kind, argument] = ['', undefined]] = Object.entries(typeof raw === 'object' && raw !== null ? raw : {});
    const members = (Array.isArray(argument) ? argument : [argument]).map((one: unknown): Raw => ({ raw: one, home }));
    const isTrue = (member: Raw) => this.evaluate(member, name, depth + 1);
    if (depth > DEEPEST) {
      return this.either(`condition ${name} of ${home.file}`);
    }
    switch (kind) {
      case 'Condition':
        return this.holds(scalarText(argument) ?? '', home, depth);
      case 'Fn::Not':
        return !members.every(isTrue);
      case 'Fn::And':
        return members.every(isTrue);
      case 'Fn::Or':
        return members.some(isTrue);
      case 'Fn::Equals':
        return this.equals(members, home);
      default:
        return this.either(`condition ${name} of ${home.file}`);
    }
  }

  private equals(members: readonly Raw[], home: Template): boolean {
    const [left = '', right = ''] = members.map((member) => shown(partsOf(this.resolver.resolve(member))));
    if (!left.includes('${') && !right.includes('${')) {
      return left === right;
    }
    if (left === right) {
      return true;
    }
    const [open, literal] = left.includes('${') ? [left, right] : [right, left];
    const key = `${home.file}: ${open} equals `;
    const isTaken = this.matched.get(key);
    if (!literal.includes('${') && isTaken !== undefined && isTaken !== literal && this.isYes(`${key}${isTaken}`)) {
      return false;
    }
    const holds = this.either(`${key}${literal}`);
    if (holds) {
      this.matched.set(key, literal);
    }
    return holds;
  }

  /** The text that an unknown value was last taken to equal: it cannot equal another in the same world. */
  private readonly matched = new Map<string, string>();

  private isYes(key: string): boolean {
    return this.worlds.decided(key) === YES;
  }

  private either(key: string): boolean {
    return this.worlds.choose(key, 2, 'branch') !== NO;
  }
}

function shown(parts: readonly Part[]): string {
  return parts.map(partText).join('');
}
