#!/usr/bin/env node
import { outliveClosedPipes, terminal } from '../lib/cli/io';
import { seaworthy } from '../lib/cli/seaworthy';

outliveClosedPipes();
void seaworthy(process.argv.slice(2), terminal).then((code) => (process.exitCode = code));
