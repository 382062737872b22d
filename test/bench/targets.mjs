// The promises, each with what was measured. The figure that counts is the median of the ratios of single rounds.
import { COPIES, SIZES, VALIDATIONS, validationWord } from './cases.mjs';
import { median, pairedRatio, summary } from './statistics.mjs';

/** The example with all checks takes at most so many times as long as the same resources without them. */
export const MOST_TIMES_PLAIN = 1.25;
/** From 10 to 50 services in one app, the time for one may grow by so much at most. */
export const MOST_GROWTH = 1.15;

/** The checklist takes at most this part of the time that AwsSolutionsChecks takes on 1,000 resources. */
export const MOST_OF_AWS_SOLUTIONS = 1 / 3;
/** The checklist takes at most this part of the cold synthesis of the example. */
export const MOST_OF_SYNTH = 0.1;
/** From 1,000 to 10,000 resources, the checklist's time for one may grow by so much at most. */
export const MOST_GROWTH_OF_PACK = 1.2;

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
    {
      what: 'example, production: unchanged / first synth',
      ...ratios((measure) =>
        pairedRatio(samplesOf(results, 'production/unchanged', measure), samplesOf(results, 'production/on', measure)),
      ),
    },
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

export function packTargets(results) {
  const judged = (id, measure) => results.get(id).map(({ seen }) => seen[measure]);
  // What is spent once, on warming up, is in the smallest and taken off both.
  const marginal = (more, less, resources) => more.map((ms, round) => (ms - less[round]) / resources);
  const growth = (measure) => {
    const [few, some, many] = SIZES.map((size) => judged(`checklist/${size}`, measure));
    return pairedRatio(marginal(many, some, SIZES[2] - SIZES[1]), marginal(some, few, SIZES[1] - SIZES[0]));
  };
  const faster = (measure) =>
    pairedRatio(...['checklist', 'awsSolutions'].map((pack) => judged(`${pack}/${SIZES[1]}`, measure)));
  const share = results.get('share').map(({ seen, seconds }) => seen.judge / 1000 / seconds);
  const target = (what, ratioBy, atMost) => held({ what, ratio: ratioBy('judge'), cpu: ratioBy('cpu') }, atMost);
  return [
    target(`checklist: time per resource, ${SIZES[2]} / ${SIZES[1]} resources`, growth, MOST_GROWTH_OF_PACK),
    target(`checklist / AwsSolutionsChecks, ${SIZES[1]} resources`, faster, MOST_OF_AWS_SOLUTIONS),
    target('checklist / cold synth of the example', () => summary(share), MOST_OF_SYNTH),
  ];
}
