import { backupTime } from '../../../constructs/recovery/backup-time';

const NAMES = Array.from({ length: 500 }, (_, index) => `service-${index} production`);

test('every name has a time of the night, the same each time', () => {
  for (const name of NAMES) {
    const { hour, minute } = backupTime(name);
    expect(hour).toBeGreaterThanOrEqual(0);
    expect(hour).toBeLessThan(6);
    expect(minute).toBeGreaterThan(0);
    expect(minute).toBeLessThan(60);
    expect(backupTime(name)).toEqual({ hour, minute });
  }
});

test('names are spread over the night', () => {
  const times = NAMES.map((name) => backupTime(name));
  expect(new Set(times.map(({ hour }) => hour)).size).toBe(6);
  expect(new Set(times.map(({ minute }) => minute)).size).toBe(59);
  expect(new Set(times.map(({ hour, minute }) => `${hour}:${minute}`)).size).toBeGreaterThan(250);
});
