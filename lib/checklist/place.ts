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
  const mayBe = (own: string | undefined, other: string | undefined) =>
    own === undefined || other === undefined || own === other;
  const [found, another] = ones.filter(
    (one) => mayBe(one.place.account, place.account) && mayBe(one.place.region, place.region),
  );
  const exact = ones.find((one) => isSamePlace(one.place, place));
  return (exact ?? (another === undefined ? found : undefined))?.what;
}
