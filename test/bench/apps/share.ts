import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ProductionChecklist } from '../../../lib/checklist/pack';
import { runApp } from '../../../lib/manifest/app';

/** The example, with a clock around the checklist: what part of its synthesis the pack takes. */
type Validate = ProductionChecklist['validate'];

interface Judging {
  validate: (this: ProductionChecklist, ...args: Parameters<Validate>) => ReturnType<Validate>;
}

const validate = Reflect.get<Judging, 'validate'>(ProductionChecklist.prototype, 'validate');
let spent = 0;
ProductionChecklist.prototype.validate = function (this: ProductionChecklist, context) {
  const begin = performance.now();
  const report = validate.call(this, context);
  spent += performance.now() - begin;
  return report;
};
runApp();
writeFileSync(join(process.env.CDK_OUTDIR ?? '.', 'pack.json'), JSON.stringify({ judge: spent }));
