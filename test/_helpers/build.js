const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** Bundles the Lambda handlers and builds the package once before all tests. */
module.exports = () => {
  execFileSync(process.execPath, [join(__dirname, '..', '..', 'scripts', 'build.mjs')], { stdio: 'inherit' });
};
