import type { Journey } from '../harness/journey';
import { READ_TYPES, type World } from '../harness/world';
import { PARTLY_UNPROVEN, UNPROVEN } from '../unproven';

/** Types of which the emulator does not tell an id. They are read back by what they do. */
const WITHOUT_ID = ['AWS::EC2::SecurityGroupIngress', 'AWS::Lambda::Permission'];

/** That nothing was forgotten: each type of the templates is read back, or listed with the reason why it is not. */
export function checkCoverage(journey: Journey, world: () => World): void {
  journey.check('every resource of the templates was made', () => {
    const missing = world().resources.filter(({ physicalId, type }) => physicalId === '' && !WITHOUT_ID.includes(type));
    expect(missing.map(({ path }) => path)).toEqual([]);
    expect(world().resources.length).toBeGreaterThan(150);
  });

  journey.check('every resource type is read back by a test above, or listed as unproven', () => {
    const planned = new Set(world().resources.map(({ type }) => type));
    const listed = Object.keys(UNPROVEN);
    expect([...planned].filter((type) => !READ_TYPES.has(type) && !listed.includes(type))).toEqual([]);
    expect(listed.filter((type) => !planned.has(type) || READ_TYPES.has(type))).toEqual([]);
    expect(Object.keys(PARTLY_UNPROVEN).filter((type) => !planned.has(type) || !READ_TYPES.has(type))).toEqual([]);
  });
}
