import { isObject, ownObject, ownString } from '../../../../lib/checklist/json';
import type { TableCase } from './case-table';

type Scalar = string | number | boolean;

const COMMON = 10;

/** The words that the cases are written in: what templates for the rules are made of. */
export class Vocabulary {
  /** The logical ids that most cases use. */
  public readonly ids: readonly string[];
  private readonly bodies = new Map<string, unknown[]>();
  private readonly known = new Set<string>();
  private readonly literals = new Set<Scalar>();

  constructor(cases: readonly TableCase[]) {
    const uses = new Map<string, number>();
    for (const { body } of cases.flatMap(({ sources }) => sources)) {
      for (const [id, resource] of Object.entries(ownObject(body, 'Resources'))) {
        const type = ownString(resource, 'Type') ?? '';
        const properties = ownObject(resource, 'Properties');
        uses.set(id, (uses.get(id) ?? 0) + 1);
        this.bodies.set(type, [...(this.bodies.get(type) ?? []), properties]);
        this.read(properties);
      }
    }
    this.ids = [...uses]
      .sort(([, one], [, other]) => other - one)
      .slice(0, COMMON)
      .map(([id]) => id);
  }

  /** The types of resources. */
  public get types(): readonly string[] {
    return [...this.bodies.keys()];
  }

  /** The names of properties, at whatever depth. */
  public get keys(): readonly string[] {
    return [...this.known];
  }

  /** The literals. */
  public get scalars(): readonly Scalar[] {
    return [...this.literals];
  }

  /** Properties of a type, whole. */
  public bodiesOf(type: string): readonly unknown[] {
    return this.bodies.get(type) ?? [{}];
  }

  /** The names of a type's properties. */
  public propertiesOf(type: string): readonly string[] {
    const names = new Set(this.bodiesOf(type).flatMap((body) => Object.keys(body as object)));
    return names.size === 0 ? ['Name'] : [...names];
  }

  /** Values of a type's properties, whichever. */
  public valuesOf(type: string): readonly unknown[] {
    const values = this.bodiesOf(type).flatMap((body) => Object.values(body as object) as unknown[]);
    return values.length === 0 ? [{}] : values;
  }

  private read(value: unknown): void {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      this.literals.add(value);
    } else if (Array.isArray(value)) {
      value.forEach((one: unknown) => this.read(one));
    } else if (isObject(value)) {
      for (const [key, one] of Object.entries(value)) {
        this.known.add(key);
        this.read(one);
      }
    }
  }
}
