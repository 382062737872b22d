// Medians and ranges of a few samples. Nothing here assumes a distribution: other programs share the machine, so what
// disturbs a sample only ever makes it larger.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most. */
export function summary(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** How many times more one took than the other, round by round: both ran within seconds, on the same machine and load. */
export function pairedRatio(samples, others) {
  return summary(samples.map((value, round) => value / others[round]));
}
