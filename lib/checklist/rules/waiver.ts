import { isCalendarDay } from '../../../constructs/core/calendar-day';
import { CHECKLIST } from '../../../constructs/core/checklist';
import type { WAIVER } from '../../../constructs/core/items/waiver';
import { byDistance } from '../../spelling/suggest';
import { isWaivable } from '../register';
import { met, missed, type Rule } from '../rule';

function nearestItem(item: string): string {
  return byDistance(item, Object.keys(CHECKLIST))[0] ?? item;
}

export const WAIVER_RULES: Record<keyof typeof WAIVER, Rule> = {
  'WAIVER-01': {
    judgeWaiver: ({ item, until, isExpired }) =>
      until === undefined
        ? undefined
        : isExpired
          ? missed(
              isCalendarDay(until)
                ? `the waiver of ${item} ended on ${until}`
                : `the waiver of ${item} ends on ${until}, which is no day`,
              'a waiver that still holds, or the item met',
            )
          : met(`the waiver of ${item} holds until ${until}`),
  },
  'WAIVER-02': {
    judgeWaiver: ({ item, matched, isRelevant, isKnown }) =>
      matched > 0
        ? met(`the waiver of ${item} covers ${matched} finding${matched === 1 ? '' : 's'}`)
        : isRelevant
          ? missed(
              isKnown
                ? isWaivable(item)
                  ? `the waiver of ${item} covers no finding`
                  : `${item} cannot be waived`
                : `the checklist has no item ${item}`,
              isKnown ? 'no waiver without a finding' : `an item that there is, like ${nearestItem(item)}`,
            )
          : undefined,
  },
  'WAIVER-03': {
    judgeWaiver: ({ item, reason, owner }) => {
      if (reason.trim() === '') {
        return missed(`the waiver of ${item} has no reason`, 'a reason');
      }
      return owner === undefined
        ? missed(`the waiver of ${item} has no owner`, 'a reason that ends in [owner=team]', { severity: 'warning' })
        : met(`the waiver of ${item} has a reason and an owner`);
    },
  },
};
