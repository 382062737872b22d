const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const UNITS: Readonly<Record<string, number | undefined>> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7 };
const FIRST_YEAR = 2026;
const YEARS = 5;
const DAY = 86_400_000;

/** The longest time between two runs of a schedule expression (`rate(…)` or `cron(…)`), in days. */
export function longestGap(expression: string): number | undefined {
  const rate = /^\s*rate\(\s*(\d+)\s+(minute|hour|day|week)s?\s*\)\s*$/i.exec(expression);
  if (rate !== null) {
    return Number(rate[1]) * (UNITS[(rate[2] ?? '').toLowerCase()] ?? NaN);
  }
  const fields = /^\s*cron\(\s*(.+?)\s*\)\s*$/i.exec(expression)?.[1]?.toUpperCase().split(/\s+/) ?? [];
  return fields.length === 6 ? gapOfCron(fields) : undefined;
}

function gapOfCron([, , dayOfMonth = '', month = '', dayOfWeek = '', year = '']: readonly string[]): number {
  if ([dayOfMonth, month, dayOfWeek, year].every((field) => field === '*' || field === '?')) {
    return 1;
  }
  const runs: number[] = [];
  const start = Date.UTC(FIRST_YEAR, 0, 1);
  const end = Date.UTC(FIRST_YEAR + YEARS, 0, 1);
  for (let time = start; time < end; time += DAY) {
    const date = new Date(time);
    if (
      fits(year, date.getUTCFullYear(), [FIRST_YEAR, 2199]) &&
      fits(named(month, MONTHS, 1), date.getUTCMonth() + 1, [1, 12]) &&
      isDayOfMonth(dayOfMonth, date) &&
      isDayOfWeek(named(dayOfWeek, DAYS, 1), date)
    ) {
      runs.push((time - start) / DAY);
    }
  }
  const gaps = runs.slice(1).map((run, at) => run - (runs[at] ?? 0));
  const isOver = runs.length < 2 || (end - start) / DAY - (runs.at(-1) ?? 0) > 2 * Math.max(...gaps, 1);
  return isOver ? Infinity : Math.max(...gaps);
}

function isDayOfMonth(field: string, date: Date): boolean {
  const day = date.getUTCDate();
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return field.split(',').some((part) => {
    const fromLast = /^L(?:-(\d+))?W?$/.exec(part);
    const weekday = /^(\d+)W$/.exec(part)?.[1];
    return fromLast !== null
      ? day === last - Number(fromLast[1] ?? 0)
      : weekday !== undefined
        ? day === Number(weekday)
        : fits(part, day, [1, 31]);
  });
}

function isDayOfWeek(field: string, date: Date): boolean {
  const weekday = date.getUTCDay() + 1;
  const day = date.getUTCDate();
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return field.split(',').some((part) => {
    const nth = /^(\d)#(\d)$/.exec(part);
    const final = /^(\d?)L$/.exec(part);
    if (nth !== null) {
      return weekday === Number(nth[1]) && Math.ceil(day / 7) === Number(nth[2]);
    }
    return final !== null ? weekday === Number(final[1] || 7) && day > last - 7 : fits(part, weekday, [1, 7]);
  });
}

function fits(field: string, value: number, [lowest, highest]: readonly [number, number]): boolean {
  return field.split(',').some((part) => {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const isAll = range === '*' || range === '?' || range === '';
    const first = isAll ? lowest : Number(from);
    const last = isAll || (to === undefined && step !== undefined) ? highest : Number(to ?? from);
    return value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
  });
}

function named(field: string, names: readonly string[], offset: number): string {
  return names.reduce((text, name, at) => text.replaceAll(name, String(at + offset)), field);
}
