import { isWithin } from '../../../../lib/checklist/waiver-use';
import type { TableCase } from './case-table';

const LEAST = 2;
const INTRINSIC = /"(Ref|Fn::\w+)":/;

/** What the table lacks, by item: two cases that meet it and two that break it, one of each in a roundabout way. */
export function gapsIn(table: readonly TableCase[], items: readonly string[]): string[] {
  return items.flatMap((item) => [
    ...gapsOf(item, 'meet', 'one of them through indirection', distinct(table, item, 'met')),
    ...gapsOf(item, 'break', 'one of them slyly', distinct(table, item, 'missed')),
  ]);
}

function gapsOf(item: string, verb: string, how: string, cases: readonly TableCase[]): string[] {
  const wanted = `expected at least ${LEAST}, ${how}`;
  if (cases.length < LEAST) {
    return [`${item}: cases that ${verb} it: ${cases.length}, ${wanted}`];
  }
  return cases.some(isRoundabout) ? [] : [`${item}: cases that ${verb} it: ${cases.length}, all plain, ${wanted}`];
}

/** The cases of one outcome, without those that say the same again under another name. */
function distinct(table: readonly TableCase[], item: string, state: TableCase['state']): TableCase[] {
  const cases = table.filter((one) => one.item === item && one.state === state);
  return [...new Map(cases.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ sources, acknowledgements, on, file }: TableCase): string {
  return JSON.stringify([sources, acknowledgements, on, file]);
}

/** True for a case with an intrinsic function or several templates; for a waiver, one that stands above the construct. */
function isRoundabout({ sources, acknowledgements }: TableCase): boolean {
  if (acknowledgements !== undefined) {
    return acknowledgements.some(({ path }) => sources.some((one) => isWithin(one.path ?? '', path)));
  }
  return sources.length > 1 || INTRINSIC.test(JSON.stringify(sources));
}
