const LEVELS = ['debug', 'info', 'warn', 'error'];

let least = 'info';

/** Leaves out what is below a level. */
export function logFrom(level) {
  least = level;
}

/** One line of JSON per event, for the log group to search in. */
export function log(level, message, details = {}) {
  if (LEVELS.indexOf(level) >= LEVELS.indexOf(least)) {
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`);
  }
}
