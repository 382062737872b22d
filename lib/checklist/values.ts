import { isReference, isUnknown, partText, type Part, type Raw, type Value } from './model';

export const ABSENT: Value = { kind: 'absent' };

const OPENING = '{{resolve:';

const MAY_STAND_WITHIN_AN_ATTRIBUTE = /^[/:._-]$/;

/** A value that was computed, in a place where raw JSON is expected: a member of a list that `Fn::Split` made. */
export class Computed {
  constructor(public readonly value: Value) {}
}

/** A value that is known only when it is deployed. */
export function unknownValue(name: string): Value {
  return { kind: 'text', parts: [{ unknown: name }] };
}

/** The value that stretches of text make together. */
export function textOf(parts: readonly Part[]): Value {
  const literal = merged(parts);
  const dynamic = withDynamicReferences(literal);
  const whole = dynamic === literal ? literal : merged(dynamic);
  const [first = ''] = whole;
  return whole.length < 2 && typeof first === 'string'
    ? { kind: 'scalar', value: first }
    : { kind: 'text', parts: whole };
}

/** Makes one stretch of literals that follow each other, and drops empty ones. */
function merged(parts: readonly Part[]): readonly Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      whole[whole.length - 1] = last + part;
    } else if (part !== '') {
      whole.push(part);
    }
  }
  return whole;
}

/** Makes one unknown of each dynamic reference that was put together from several stretches. */
function withDynamicReferences(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((part) => typeof part === 'string' && part.includes(OPENING))) {
    return parts;
  }
  const found: Part[] = [];
  let open: Part[] | undefined;
  const pieces = parts.flatMap((one): readonly Part[] =>
    typeof one === 'string' ? one.split(/(?=\{\{resolve:)|(?<=\}\})/) : [one],
  );
  for (const part of pieces) {
    if (open === undefined && typeof part === 'string' && part.startsWith(OPENING)) {
      open = [];
    }
    (open ?? found).push(part);
    if (open !== undefined && typeof part === 'string' && part.endsWith('}}')) {
      found.push({
        unknown: open.map(partText).join(''),
        of: open.filter(isReference).map(({ resource }) => resource),
      });
      open = undefined;
    }
  }
  return [...found, ...(open ?? [])];
}

/** The stretches of text that a value contributes to a text around it. */
export function partsOf(value: Value): readonly Part[] {
  switch (value.kind) {
    case 'absent':
      return [];
    case 'scalar':
      return [String(value.value)];
    case 'text':
      return value.parts;
    case 'list':
    case 'map':
      return [{ unknown: `a ${value.kind} within a text` }];
  }
}

/** The text of a value, if all of it is known. */
export function literalOf(value: Value): string | undefined {
  return value.kind === 'scalar' ? String(value.value) : undefined;
}

/** The text of a literal in which dynamic references stay unknown. */
export function textOfLiteral(text: string): Value {
  return text.includes(OPENING) ? textOf([text]) : { kind: 'scalar', value: text };
}

/**
 * What `Fn::Split` makes of a text. An attribute of a resource may hold a `/` or a `:` of its own: from there on the
 * pieces are not known, and nothing is returned for them.
 */
export function splitText(parts: readonly Part[], delimiter: string): { pieces: Value[]; isWhole: boolean } {
  const pieces: Part[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      if (isUnknown(part) || MAY_STAND_WITHIN_AN_ATTRIBUTE.test(delimiter)) {
        return { pieces: pieces.slice(0, -1).map(textOf), isWhole: false };
      }
      pieces.at(-1)?.push(part);
      continue;
    }
    const [first = '', ...others] = delimiter === '' ? [part] : part.split(delimiter);
    pieces.at(-1)?.push(first);
    pieces.push(...others.map((other) => [other]));
  }
  return { pieces: pieces.map(textOf), isWhole: true };
}

/** One piece of a text that cannot be split for certain: the piece of an attribute, or unknown. */
export function pieceOf(parts: readonly Part[], delimiter: string, index: number): Value {
  const [part] = parts;
  if (parts.length === 1 && part !== undefined && isReference(part)) {
    return { kind: 'text', parts: [{ ...part, piece: `${part.piece ?? ''}[${delimiter}${index}]` }] };
  }
  return unknownValue(`piece ${index} of a text`);
}

/** A list of values as raw members. */
export function computedList(values: readonly Value[], home: Raw['home']): Value {
  return { kind: 'list', items: values.map((value) => ({ raw: new Computed(value), home })) };
}

/** The blocks that `Fn::Cidr` cuts out of an IPv4 block; undefined where it cannot. */
export function cidrBlocks(block: string, count: number, hostBits: number): string[] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  const isSane = Number.isInteger(count) && count > 0 && count <= 256 && hostBits >= 0 && hostBits < 32;
  if (match === null || !isSane) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number);
  const size = 2 ** hostBits;
  if (length > 32 || size * count > 2 ** (32 - length)) {
    return undefined;
  }
  const mask = 2 ** (32 - length);
  const start = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / mask) * mask;
  return Array.from({ length: count }, (_, at) => `${address(start + at * size)}/${32 - hostBits}`);
}

function address(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
