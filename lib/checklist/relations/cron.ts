const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const UNITS: Readonly<Record<string, number | undefined>> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7 };
const FIRST_YEAR = 2026;
const YEARS = 5;
const DAY = 86_400_000;

/** Plans repeat each other: what an expression comes to is counted once. */
const known = new Map<string, number | undefined>();
const MOST_KNOWN = 500;

/** The longest time between two runs of a schedule expression (`rate(…)` or `cron(…)`), in days. */
export function longestGap(expression: string): number | undefined {
  if (!known.has(expression)) {
    if (known.size >= MOST_KNOWN) {
      known.clear();
    }
    known.set(expression, gapOf(expression));
  }
  return known.get(expression);
}

function gapOf(expression: string): number | undefined {
  const rate = /^\s*rate\(\s*(\d+)\s+(minute|hour|day|week)s?\s*\)\s*$/i.exec(expression);
  if (rate !== null) {
    return Number(rate[1]) * (UNITS[(rate[2] ?? '').toLowerCase()] ?? NaN);
  }
  const fields = /^\s*cron\(\s*(.+?)\s*\)\s*$/i.exec(expression)?.[1]?.toUpperCase().split(/\s+/) ?? [];
  return fields.length === 6 ? gapOfCron(fields) : undefined;
}

/** A day of the calendar, by what cron fields ask for. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** The last day of its month. */
  readonly last: number;
  /** 1 is Sunday. */
  readonly weekday: number;
}

type Fits = (day: Day) => boolean;

function gapOfCron([, , dayOfMonth = '', month = '', dayOfWeek = '', year = '']: readonly string[]): number {
  if ([dayOfMonth, month, dayOfWeek, year].every((field) => field === '*' || field === '?')) {
    return 1;
  }
  const fields: readonly Fits[] = [
    anyOf(year, (part) => within(part, ({ year: value }) => value, [FIRST_YEAR, 2199])),
    anyOf(named(month, MONTHS, 1), (part) => within(part, ({ month: value }) => value, [1, 12])),
    anyOf(dayOfMonth, dayOfMonthFits),
    anyOf(named(dayOfWeek, DAYS, 1), dayOfWeekFits),
  ];
  const days = (calendar ??= daysOfYears());
  let [last, longest, runs] = [0, 0, 0];
  days.forEach((day, at) => {
    if (fields.every((fits) => fits(day))) {
      longest = runs === 0 ? 0 : Math.max(longest, at - last);
      last = at;
      runs += 1;
    }
  });
  const isOver = runs < 2 || days.length - last > 2 * Math.max(longest, 1);
  return isOver ? Infinity : longest;
}

let calendar: readonly Day[] | undefined;

function daysOfYears(): Day[] {
  const start = Date.UTC(FIRST_YEAR, 0, 1);
  const end = Date.UTC(FIRST_YEAR + YEARS, 0, 1);
  return Array.from({ length: (end - start) / DAY }, (_, at) => dayOf(new Date(start + at * DAY)));
}

function dayOf(date: Date): Day {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { year, month, day: date.getUTCDate(), last, weekday: date.getUTCDay() + 1 };
}

/** A field is read once, and then asked about every day. */
function anyOf(field: string, read: (part: string) => Fits): Fits {
  const parts = field.split(',').map(read);
  return (day) => parts.some((fits) => fits(day));
}

function dayOfMonthFits(part: string): Fits {
  const fromLast = /^L(?:-(\d+))?W?$/.exec(part);
  if (fromLast !== null) {
    const before = Number(fromLast[1] ?? 0);
    return ({ day, last }) => day === last - before;
  }
  const weekday = /^(\d+)W$/.exec(part)?.[1];
  return within(weekday ?? part, ({ day }) => day, [1, 31]);
}

function dayOfWeekFits(part: string): Fits {
  const nth = /^(\d)#(\d)$/.exec(part);
  if (nth !== null) {
    const [wanted, week] = [Number(nth[1]), Number(nth[2])];
    return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === week;
  }
  const final = /^(\d?)L$/.exec(part);
  if (final !== null) {
    const wanted = Number(final[1] || 7);
    return ({ weekday, day, last }) => weekday === wanted && day > last - 7;
  }
  return within(part, ({ weekday }) => weekday, [1, 7]);
}

function within(part: string, valueOf: (day: Day) => number, [lowest, highest]: readonly [number, number]): Fits {
  const [range = '', step] = part.split('/');
  const [from = '', to] = range.split('-');
  const isAll = range === '*' || range === '?' || range === '';
  const first = isAll ? lowest : Number(from);
  const last = isAll || (to === undefined && step !== undefined) ? highest : Number(to ?? from);
  const every = Number(step ?? 1);
  return (day) => {
    const value = valueOf(day);
    return value >= first && value <= last && (value - first) % every === 0;
  };
}

function named(field: string, names: readonly string[], offset: number): string {
  return names.reduce((text, name, at) => text.replaceAll(name, String(at + offset)), field);
}
