// The promises, each with what was measured. The figure that counts is the median of the ratios of single rounds.
import { COPIES, VALIDATIONS, validationWord } from './cases.mjs';
import { median, pairedRatio } from './statistics.mjs';

/** The example with all checks takes at most so many times as long as the same resources without them. */
export const MOST_TIMES_PLAIN = 1.25;
/** From 10 to 50 services in one app, the time for one may grow by so much at most. */
export const MOST_GROWTH = 1.15;

const WALL = 'seconds';
const CPU = 'cpuSeconds';

const samplesOf = (results, id, measure) => results.get(id).map((sample) => sample[measure]);

/** The ratio of wall times, which counts, and that of CPU times, which other programs on the machine disturb less. */
const ratios = (ratioBy) => ({ ratio: ratioBy(WALL), cpu: ratioBy(CPU) });

function comparison(results, validation, plainValidation) {
  const [on, plainOn] = [validation, plainValidation].map(validationWord);
  return {
    what: `example / plain L2s, validation ${on} / ${plainOn}`,
    ...ratios((measure) =>
      pairedRatio(samplesOf(results, `production/${on}`, measure), samplesOf(results, `plain/${plainOn}`, measure)),
    ),
  };
}

const held = (target, atMost) => ({ ...target, atMost, met: target.ratio.median <= atMost });

/**
 * The target binds what `cdk synth` does for everybody who changes nothing: with the CDK's validation on both sides. Without
 * it, and with it on one side only, the figures are for information.
 */
export function synthTargets(results) {
  return [
    held(comparison(results, true, true), MOST_TIMES_PLAIN),
    comparison(results, false, false),
    comparison(results, true, false),
  ];
}

/**
 * Seconds that each service adds to an app that has one already, over the services up to `count`. The time that every
 * app takes for itself, and the first service with it, is left out: it would hide growth.
 */
function perService(results, validation, count, measure) {
  const [most, first] = [count, COPIES[0]].map((one) =>
    samplesOf(results, `copies-${one}/${validationWord(validation)}`, measure),
  );
  return most.map((seconds, round) => (seconds - first[round]) / (count - COPIES[0]));
}

export function copiesTargets(results) {
  const [, some, many] = COPIES;
  return VALIDATIONS.map((validation) => {
    const timesOf = (measure) => [some, many].map((count) => perService(results, validation, count, measure));
    const [few, all] = timesOf(WALL);
    const target = {
      what: `time per service, ${many} / ${some} services, validation ${validationWord(validation)}`,
      perService: { [some]: median(few), [many]: median(all) },
      ...ratios((measure) => pairedRatio(...timesOf(measure).toReversed())),
    };
    return held(target, MOST_GROWTH);
  });
}
