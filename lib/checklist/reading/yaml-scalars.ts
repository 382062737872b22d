/** What a plain scalar of YAML means, and how it reads differently from how it is written. */
export interface PlainScalar {
  readonly value: string | number | boolean | null;
  /** Why the value may not be what its writer meant. */
  readonly trap?: string;
}

const NOTHING = /^(?:~|null|Null|NULL|)$/;
const YES = /^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/;
const NO = /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/;
const DECIMAL = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const LEADING_ZERO = /^[-+]?0[0-9_]*[89][0-9_]*$/;
const BASES = [
  { pattern: /^([-+]?)0([0-7_]+)$/, base: 8 },
  { pattern: /^([-+]?)0x([0-9a-fA-F_]+)$/, base: 16 },
  { pattern: /^([-+]?)0b([01_]+)$/, base: 2 },
];
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const FLOAT = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$/;
const EXPONENT = /^[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+$/;

/**
 * What CloudFormation makes of a plain scalar: it reads YAML 1.1 without its timestamps, and numbers with a leading zero
 * lose it even where they are no octals (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html).
 */
export function plainScalar(text: string): PlainScalar {
  if (NOTHING.test(text)) {
    return { value: null };
  }
  if (YES.test(text) || NO.test(text)) {
    return { value: YES.test(text) };
  }
  if (DECIMAL.test(text)) {
    return { value: exact(text) };
  }
  for (const { pattern, base } of BASES) {
    const [, sign = '', digits] = pattern.exec(text) ?? [];
    if (digits !== undefined) {
      const value = parseInt(`${sign}${plainDigits(digits)}`, base);
      return { value, trap: base === 8 ? `${text} is read as the octal number ${value}` : undefined };
    }
  }
  if (LEADING_ZERO.test(text)) {
    const value = Number(plainDigits(text));
    return { value, trap: `${text} is read as the number ${value}` };
  }
  if (SEXAGESIMAL.test(text)) {
    const value = sexagesimal(text);
    return { value, trap: `${text} is read as the number ${value}, to the base of 60` };
  }
  return { value: FLOAT.test(text) || EXPONENT.test(text) ? float(text) : text };
}

/** A number that a program's number cannot hold stays text. */
function exact(text: string): number | string {
  const value = Number(plainDigits(text));
  return Number.isSafeInteger(value) ? value : text;
}

/** `5.10` is 5.1, and `1.0` stays what it is: CloudFormation shows a float with one decimal at least. */
function float(text: string): number | string {
  const value = Number(plainDigits(text));
  const isPlain = Number.isInteger(value) && !/[eE]/.test(text);
  return isPlain ? `${value}.0` : Number.isFinite(value) ? value : text;
}

function sexagesimal(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = plainDigits(text).replace(/^[-+]/, '').split(':').map(Number);
  return sign * digits.reduce((sum, digit) => sum * 60 + digit, 0);
}

function plainDigits(text: string): string {
  return text.replaceAll('_', '');
}
