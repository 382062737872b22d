const LOG_LEVELS = ['debug', 'info', 'warn', 'error'];

/** Reads what the service needs from its environment, and names everything that is wrong at once. */
export function settingsFrom(environment) {
  const wrong = [];
  const wholeNumber = (name, otherwise, least, most) => {
    const text = environment[name] ?? String(otherwise);
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      wrong.push(`${name} must be a whole number from ${least} to ${most}, got '${text}'`);
    }
    return value;
  };

  const settings = {
    port: wholeNumber('PORT', 8080, 0, 65535),
    keepAliveSeconds: wholeNumber('KEEP_ALIVE_TIMEOUT_SECONDS', 75, 1, 4000),
    stopSeconds: wholeNumber('STOP_TIMEOUT_SECONDS', 30, 1, 3600),
    logLevel: environment.LOG_LEVEL ?? 'info',
    // Read once: a rotated key signs from the next start on, which the lifetime of instances brings within a week.
    signingKey: environment.ORDER_SIGNING_KEY ?? '',
  };
  if (!LOG_LEVELS.includes(settings.logLevel)) {
    wrong.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, got '${settings.logLevel}'`);
  }
  if (settings.signingKey.length < 16) {
    wrong.push(`ORDER_SIGNING_KEY must hold 16 characters or more, got ${settings.signingKey.length}`);
  }
  if (wrong.length > 0) {
    throw new Error(wrong.join('; '));
  }
  return settings;
}
