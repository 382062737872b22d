import { own, ownString } from '../json';
import { NAMESPACE } from '../register';
import { isWithin, readReason, type Acknowledgement } from '../waiver-use';
import { acknowledgementOf } from './template-waivers';

/** What a synth left beside the templates. */
export interface SynthRecords {
  /** `checklist.json`: the register of the pack. */
  readonly checklist: unknown;
  /** `validation-report.json`: the CDK's own. */
  readonly report: unknown;
}

/**
 * The acknowledgements above all stacks: on the app and on stages. The CDK writes them nowhere but into its report, and only
 * those that covered something; the pack's own register has all of them. It counts only while the report agrees with it,
 * so that the register of an earlier synth waives nothing.
 */
export function recordedWaivers({ checklist, report }: SynthRecords, stacks: readonly string[]): Acknowledgement[] {
  const covered = coveredIn(report);
  const register = listIn(checklist, 'waivers')
    .filter((waiver) => isAbove(ownString(waiver, 'path'), stacks))
    .map((waiver) => ({ waiver, acknowledgement: registered(waiver) }));
  const told = new Set((covered ?? []).map(keyOf));
  const isCurrent =
    covered !== undefined &&
    register
      .filter(({ waiver }) => own(waiver, 'isBare') !== true && own(waiver, 'isExpired') !== true)
      .filter(({ waiver }) => Number(own(waiver, 'matched')) > 0)
      .every(({ acknowledgement }) => told.has(keyOf(acknowledgement)));
  const found = isCurrent && register.length > 0 ? register.map(({ acknowledgement }) => acknowledgement) : [];
  const known = new Set(found.map(keyOf));
  return [...found, ...unique(covered ?? []).filter((one) => isAbove(one.path, stacks) && !known.has(keyOf(one)))];
}

/** Two of the same id on the same construct, whoever wrote them down. */
export function keyOf({ id, path, reason }: Acknowledgement): string {
  const read = readReason(reason);
  return JSON.stringify([id, path, read.reason, read.owner, read.until]);
}

/** Each waiver once. */
export function unique(acknowledgements: readonly Acknowledgement[]): Acknowledgement[] {
  return [...new Map(acknowledgements.map((one) => [keyOf(one), one])).values()];
}

/** What covered a finding, as the CDK's report tells it; undefined where the pack took no part in that synth. */
function coveredIn(report: unknown): Acknowledgement[] | undefined {
  const ours = listIn(report, 'pluginReports').filter((one) => ownString(one, 'pluginName') === NAMESPACE);
  return ours.length === 0
    ? undefined
    : ours.flatMap((one) =>
        listIn(one, 'suppressedViolations').map((violation) => ({
          id: ownString(violation, 'acknowledgedId') ?? '',
          path: ownString(violation, 'acknowledgedAt') ?? '',
          reason: ownString(violation, 'reason') ?? '',
        })),
      );
}

function registered(waiver: unknown): Acknowledgement {
  const path = ownString(waiver, 'path') ?? '';
  const id = ownString(waiver, 'id') ?? '';
  return {
    ...acknowledgementOf(waiver, path),
    id: own(waiver, 'isBare') === true ? (id.split('::').at(-1) ?? '') : id,
  };
}

function isAbove(path: string | undefined, stacks: readonly string[]): boolean {
  return path !== undefined && !stacks.some((stack) => isWithin(path, stack));
}

function listIn(value: unknown, key: string): unknown[] {
  const found = own(value, key);
  return Array.isArray(found) ? (found as unknown[]) : [];
}
