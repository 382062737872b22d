import type { Template } from './model';

/** Where something is deployed; undefined where nobody knows yet. */
export type Place = Pick<Template, 'account' | 'region'>;

/** True for what is deployed into one account and region, so that a name means the same in both. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.region === other.region && isSameAccount(one, other);
}

/** True for what is deployed into one account. */
export function isSameAccount(one: Place, other: Place): boolean {
  return one.account === other.account;
}

/** True for what may be deployed into one account and region, as far as anybody knows. */
export function mayBeSamePlace(one: Place, other: Place): boolean {
  const mayBe = (own: string | undefined, others: string | undefined) =>
    own === undefined || others === undefined || own === others;
  return mayBe(one.account, other.account) && mayBe(one.region, other.region);
}

/** A key for look-ups by name: equal names of two accounts or regions make two keys. */
export function placed(name: string, { account = '', region = '' }: Place): string {
  return `${account}\n${region}\n${name}`;
}

/** Something of one name, and where it is. */
export interface Located<T> {
  readonly place: Place;
  readonly what: T;
}

/**
 * Which of several things of one name is meant in an account and region. Where nobody knows the place of one of them, it is
 * taken if no other fits.
 */
export function inPlace<T>(ones: readonly Located<T>[] = [], place: Place): T | undefined {
  const [found, another] = ones.filter((one) => mayBeSamePlace(one.place, place));
  const exact = ones.find((one) => isSamePlace(one.place, place));
  return (exact ?? (another === undefined ? found : undefined))?.what;
}
